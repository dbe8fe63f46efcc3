import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { respond, respondRefusal } from "#app/public-api/respond.server.ts";
import { readMessageId } from "#app/domain/messaging/message-id.ts";
import { recordMailEvents } from "#app/usecases/mail/record-mail-events.ts";
import { app } from "#app/wiring.server.ts";

const BODY_MAX = 1_000_000;
const bodySchema = z.object({
  events: z
    .array(z.object({ kind: z.enum(["bounce", "complaint"]), messageId: z.string().max(500) }))
    .max(1000),
});

/** GET is no way to tell anything. */
export const loader = () =>
  respondRefusal([{ code: "method-not-allowed", detail: "Send a POST request." }], { Allow: "POST" });

/** POST /mail/events: what a mail provider learnt of mails after it had taken them (docs/mail.md). */
export async function action({ request }: ActionFunctionArgs) {
  if (app.mailEvents === null) {
    const detail = "This installation takes no events: MAIL_EVENTS_SECRET is not set.";
    return respondRefusal([{ code: "not-found", detail }]);
  }
  const body = await request.text();
  if (body.length > BODY_MAX)
    return respondRefusal([{ code: "body-too-large", detail: `Send at most ${BODY_MAX} characters.` }]);
  const timestamp = request.headers.get("X-Perennial-Timestamp");
  const signature = request.headers.get("X-Perennial-Signature");
  if (!app.mailEvents.isSigned({ timestamp, signature, body })) {
    const detail = "The signature does not hold, or is older than five minutes.";
    return respondRefusal([{ code: "unauthorized", detail }]);
  }
  const parsed = bodySchema.safeParse(parseJson(body));
  if (!parsed.success)
    return respondRefusal([{ code: "invalid-body", detail: z.prettifyError(parsed.error).slice(0, 500) }]);
  const events = parsed.data.events.flatMap(({ kind, messageId }) => {
    const mail = readMessageId(messageId);
    return mail === null ? [] : [{ ...mail, kind }];
  });
  return respond({ received: parsed.data.events.length, known: await recordMailEvents(app, events) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
}
