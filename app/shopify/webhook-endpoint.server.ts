import type { Webhook } from "#app/usecases/inbox/inbox-ports.ts";
import type { Clock, Logger } from "#app/usecases/ports.ts";
import { verifyWebhook } from "./verify-webhook.ts";

/** Answers Shopify at the address of one topic. Each route file under routes/webhooks.* is one call of it. */
export type WebhookEndpoint = (request: Request, topic: string) => Promise<Response>;

export function createWebhookEndpoint(parts: {
  readonly apiSecret: string;
  readonly receive: (webhook: Webhook) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}): WebhookEndpoint {
  return async (request, topic) => {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
    const body = Buffer.from(await request.arrayBuffer());
    const verified = verifyWebhook(
      parts.apiSecret,
      { headers: request.headers, body },
      { topic, now: parts.clock.now() },
    );
    switch (verified.kind) {
      case "forged":
        parts.log.warn({ topic }, "a webhook without a valid signature was refused");
        return new Response(null, { status: 401 });
      case "wrong-topic":
        parts.log.warn({ topic }, "a signed webhook does not belong to this address");
        return new Response(null, { status: 404 });
      case "webhook":
        // A signed body that is no JSON is taken too: refused, Shopify would send it for four hours and then drop the
        // subscription. It fails once when it is read, and the Connection page shows it.
        await parts.receive(verified.webhook);
        return new Response(null, { status: 200 });
    }
  };
}
