import { createHmac, timingSafeEqual } from "node:crypto";
import type { Webhook } from "#app/usecases/inbox/inbox-ports.ts";

/**
 * Shopify signs the raw body with the app's secret (HMAC-SHA256, base64). Our own few lines, because the library's
 * `authenticate.webhook` parses ids to floats, answers a missing signature with 400 and may go to the network first.
 */
export type VerifiedWebhook =
  | { readonly kind: "webhook"; readonly webhook: Webhook }
  /** The signature is missing or not Shopify's: 401. */
  | { readonly kind: "forged" }
  /** Signed, but not an event of the topic that this address serves: 404. */
  | { readonly kind: "wrong-topic" };

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;
/** PostgreSQL's text can't hold it and JSON does not allow it: replaced, so that the broken body can still be stored and shown. */
const NUL = 0;

export function verifyWebhook(
  secret: string,
  request: { readonly headers: Headers; readonly body: Buffer },
  expected: { readonly topic: string; readonly now: Date },
): VerifiedWebhook {
  const { headers, body } = request;
  const given = Buffer.from(headers.get("x-shopify-hmac-sha256") ?? "", "base64");
  const computed = createHmac("sha256", secret).update(body).digest();
  if (given.length !== computed.length || !timingSafeEqual(given, computed)) return { kind: "forged" };

  const shopId = headers.get("x-shopify-shop-domain")?.toLowerCase() ?? "";
  const eventId = headers.get("x-shopify-event-id") ?? headers.get("x-shopify-webhook-id");
  // The headers are not signed: they are believed only as far as the body's sender is Shopify.
  if (headers.get("x-shopify-topic") !== expected.topic || eventId === null || !SHOP.test(shopId))
    return { kind: "wrong-topic" };
  const triggeredAt = new Date(headers.get("x-shopify-triggered-at") ?? NaN);
  return {
    kind: "webhook",
    webhook: {
      shopId,
      topic: expected.topic,
      eventId,
      triggeredAt: Number.isNaN(triggeredAt.getTime()) ? expected.now : triggeredAt,
      payload: body.includes(NUL) ? body.toString("utf8").replaceAll("\0", "\uFFFD") : body.toString("utf8"),
    },
  };
}
