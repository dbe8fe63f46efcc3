import { readMessage } from "../protocol.ts";
import type { FrameNotices, Message, Requests, ShellNotices } from "../protocol.ts";

type Answers = { [K in keyof Requests]: (body: Requests[K]["ask"]) => Promise<Requests[K]["answer"]> };
type Listeners = { [K in keyof FrameNotices]: (body: FrameNotices[K]) => void };

/** The admin's end of the wire to the app's frame: only that frame's window, and only from the app's origin, is heard. */
export function listenToFrame(
  frame: HTMLIFrameElement,
  appOrigin: string,
  answers: Answers,
  listeners: Listeners,
): void {
  window.addEventListener("message", (event) => {
    const message =
      event.source === frame.contentWindow && event.origin === appOrigin ? readMessage(event.data) : null;
    if (message?.perennialDevStore === "tell") {
      const listener = listeners[message.name as keyof FrameNotices] as ((body: unknown) => void) | undefined;
      listener?.(message.body);
    } else if (message?.perennialDevStore === "ask") {
      void answer(frame, appOrigin, answers, message);
    }
  });
}

async function answer(
  frame: HTMLIFrameElement,
  appOrigin: string,
  answers: Answers,
  { id, name, body }: Extract<Message, { perennialDevStore: "ask" }>,
): Promise<void> {
  const post = (message: Message) => frame.contentWindow?.postMessage(message, appOrigin);
  const find = answers[name as keyof Requests] as ((body: unknown) => Promise<unknown>) | undefined;
  try {
    if (!find) throw new Error(`The dev store's admin does not know "${name}".`);
    post({ perennialDevStore: "answer", id, body: await find(body) });
  } catch (error) {
    post({
      perennialDevStore: "failure",
      id,
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

export function tellFrame<K extends keyof ShellNotices>(
  frame: HTMLIFrameElement,
  appOrigin: string,
  name: K,
  body: ShellNotices[K],
): void {
  const message: Message = { perennialDevStore: "tell", name, body };
  frame.contentWindow?.postMessage(message, appOrigin);
}
