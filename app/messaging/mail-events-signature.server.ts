import { createHmac, timingSafeEqual } from "node:crypto";

export type SignedMessage = {
  readonly timestamp: string | null;
  readonly signature: string | null;
  readonly body: string;
};

const AGE_MAX_SECONDS = 5 * 60;

/**
 * Checks what a mail provider sends: `v1=` and HMAC-SHA256 in hex over the timestamp, a dot and the raw body. Older than five
 * minutes is a replay.
 *
 * @param nowReal real time, never business time: the provider signs by its own clock
 */
export function isSignedMailEvent(secret: string, message: SignedMessage, nowReal: Date): boolean {
  const { timestamp, signature, body } = message;
  if (timestamp === null || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowReal.getTime() / 1000 - Number(timestamp)) > AGE_MAX_SECONDS) return false;
  const right = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest();
  const given = Buffer.from(/^v1=([0-9a-f]{64})$/.exec(signature ?? "")?.[1] ?? "", "hex");
  return given.length === right.length && timingSafeEqual(given, right);
}
