import { readMessage } from "../protocol.ts";
import type { FrameNotices, Message, Requests, ShellNotices } from "../protocol.ts";

/** The frame's end of the wire to the admin around it. */
export interface Channel {
  ask<K extends keyof Requests>(name: K, body: Requests[K]["ask"]): Promise<Requests[K]["answer"]>;
  tell<K extends keyof FrameNotices>(name: K, body: FrameNotices[K]): void;
  on<K extends keyof ShellNotices>(name: K, listener: (body: ShellNotices[K]) => void): void;
}

/** @param adminOrigin the only origin that is spoken and listened to. */
export function openChannel(adminOrigin: string): Channel {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, ((body: never) => void)[]>();
  let lastId = 0;
  const post = (message: Message) => window.parent.postMessage(message, adminOrigin);

  window.addEventListener("message", (event) => {
    const message =
      event.source === window.parent && event.origin === adminOrigin ? readMessage(event.data) : null;
    if (!message) return;
    if (message.perennialDevStore === "tell") {
      for (const listener of listeners.get(message.name) ?? []) listener(message.body as never);
    } else if (message.perennialDevStore !== "ask") {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.perennialDevStore === "answer") asked?.resolve(message.body as never);
      else asked?.reject(new Error(message.message));
    }
  });

  return {
    ask: (name, body) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        post({ perennialDevStore: "ask", id: lastId, name, body });
      }),
    tell: (name, body) => post({ perennialDevStore: "tell", name, body }),
    on: (name, listener) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
  };
}
