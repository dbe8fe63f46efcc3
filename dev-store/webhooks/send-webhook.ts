import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
/** Shopify waits five seconds in all for an answer. */
const timeoutMs = 5000;

export interface SignedWebhook {
  url: URL;
  topic: string;
  shop: string;
  apiVersion: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
  body: string;
  secret: string;
}

/** Base64 HMAC-SHA256 over the raw body, as `X-Shopify-Hmac-Sha256` carries it. */
export function signBody(secret: string, body: string | Buffer): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** Posts one webhook; resolves to the answer's status, or to null when none came within five seconds. */
export function sendWebhook(webhook: SignedWebhook): Promise<number | null> {
  const body = Buffer.from(webhook.body, "utf8");
  return new Promise((resolve) => {
    const sent = request(
      webhook.url,
      {
        agent,
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "Content-Length": body.length,
          Accept: "*/*",
          "User-Agent": "Shopify-Captain-Hook",
          "X-Shopify-Topic": webhook.topic,
          "X-Shopify-Shop-Domain": webhook.shop,
          "X-Shopify-Hmac-Sha256": signBody(webhook.secret, body),
          "X-Shopify-Webhook-Id": webhook.webhookId,
          "X-Shopify-Event-Id": webhook.eventId,
          "X-Shopify-Triggered-At": webhook.triggeredAt,
          "X-Shopify-API-Version": webhook.apiVersion,
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => finish(answer.statusCode ?? null));
      },
    );
    const deadline = setTimeout(() => sent.destroy(new Error("no answer in time")), timeoutMs);
    function finish(status: number | null): void {
      clearTimeout(deadline);
      resolve(status);
    }
    sent.once("error", () => finish(null));
    sent.end(body);
  });
}
