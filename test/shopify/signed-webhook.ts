import { createHmac } from "node:crypto";

export const SECRET = "the app's secret";

/** A webhook request as Shopify sends it; `signature` and `headers` overrule what Shopify would say. */
export function signedWebhook(
  topic: string,
  body: string | Buffer,
  overrides: {
    shop?: string;
    eventId?: string;
    secret?: string;
    headers?: Record<string, string | null>;
  } = {},
): Request {
  const raw = Buffer.from(body);
  const headers = new Headers({
    "Content-Type": "application/json",
    "X-Shopify-Topic": topic,
    "X-Shopify-Shop-Domain": overrides.shop ?? "perennial-demo.myshopify.com",
    "X-Shopify-Hmac-Sha256": createHmac("sha256", overrides.secret ?? SECRET)
      .update(raw)
      .digest("base64"),
    "X-Shopify-Event-Id": overrides.eventId ?? "event-1",
    "X-Shopify-Webhook-Id": "delivery-1",
    "X-Shopify-Triggered-At": "2026-11-22T10:00:00.123456789Z",
  });
  for (const [name, value] of Object.entries(overrides.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Request(`http://127.0.0.1/webhooks/${topic}`, { method: "POST", headers, body: raw });
}
