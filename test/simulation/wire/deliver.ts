import { createHmac } from "node:crypto";
import type { House } from "../app/simulated-process.ts";
import { API_SECRET, type Letter } from "../store/simulated-store.ts";

/** One webhook as Shopify sends it, signed; resolves to the status that the app answers with. */
export async function deliver(house: House, shopId: string, letter: Letter): Promise<number> {
  const body = Buffer.from(letter.body);
  const request = new Request(`http://app.invalid/webhooks/${letter.topic}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Shopify-Topic": letter.topic,
      "X-Shopify-Shop-Domain": shopId,
      "X-Shopify-Hmac-Sha256": createHmac("sha256", API_SECRET).update(body).digest("base64"),
      "X-Shopify-Event-Id": letter.eventId,
      "X-Shopify-Webhook-Id": letter.eventId,
      "X-Shopify-Triggered-At": letter.triggeredAt,
    },
    body,
  });
  const { status } = await house.answerWebhook(request, letter.topic);
  return status;
}
