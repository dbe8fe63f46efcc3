import { isMarketing, type MailTemplateId } from "./mail-template.ts";

const MINUTE_MS = 60_000;
/** Pauses after the first failure, the second, …: about a day in all. */
const PAUSE_MINUTES = [1, 5, 15, 60, 3 * 60, 8 * 60, 12 * 60];

/** What became of handing a mail to the server. `response`: the server's own words, without addresses. */
export type Delivery =
  | { readonly kind: "accepted" }
  /** Nobody is there, or not now: to be tried again. `isServerDown`: so will it be for the next mail. */
  | { readonly kind: "later"; readonly response: string; readonly isServerDown: boolean }
  /** Refused for good. `isAddress`: because there is no such mailbox. */
  | { readonly kind: "refused"; readonly response: string; readonly isAddress: boolean }
  /** The text was handed over and no answer came: it may have been sent. */
  | { readonly kind: "unknown"; readonly response: string };

export type AfterDelivery =
  | { readonly status: "sent" }
  | { readonly status: "queued"; readonly dueAt: Date; readonly reason: string }
  | { readonly status: "failed"; readonly reason: string; readonly bounced: boolean };

/**
 * What follows. SMTP knows no exactly-once: where the answer was lost, a mail about the member's own points is tried again
 * under the same Message-ID (twice is better than never, and many servers drop the second); a marketing mail is not.
 *
 * @param attempts how often it has been tried, this time included
 */
export function afterDelivery(
  mail: { readonly template: MailTemplateId; readonly attempts: number },
  delivery: Delivery,
  now: Date,
): AfterDelivery {
  switch (delivery.kind) {
    case "accepted":
      return { status: "sent" };
    case "refused":
      return { status: "failed", reason: `refused: ${delivery.response}`, bounced: delivery.isAddress };
    case "unknown":
      if (isMarketing(mail.template))
        return { status: "failed", reason: `answer-lost: ${delivery.response}`, bounced: false };
      return again(mail.attempts, `answer-lost: ${delivery.response}`, now);
    case "later":
      return again(mail.attempts, `server: ${delivery.response}`, now);
  }
}

function again(attempts: number, reason: string, now: Date): AfterDelivery {
  const minutes = PAUSE_MINUTES[attempts - 1];
  return minutes === undefined
    ? { status: "failed", reason, bounced: false }
    : { status: "queued", dueAt: new Date(now.getTime() + minutes * MINUTE_MS), reason };
}
