import type { Participation } from "../membership/participation.ts";
import { isStale } from "./decide-mails.ts";
import { isMarketing, type MailTemplateId } from "./mail-template.ts";

/** What of a member decides, at the moment of sending, whether they are written to. */
export type MailRecipient = {
  readonly participation: Participation;
  readonly email: string | null;
  readonly emailKey: string | null;
  /** Shopify's e-mail consent is SUBSCRIBED. */
  readonly marketingConsent: boolean;
  readonly unsubscribedAt: Date | null;
  /** The address that refused a mail for good. */
  readonly bouncedEmail: string | null;
  /** Marketing mails of the last seven days. */
  readonly marketingSent: number;
};

export type HeldReason =
  | "template-off"
  | "too-old"
  | "not-a-member"
  | "no-address"
  | "bounced"
  | "unsubscribed"
  | "no-consent"
  | "frequency-cap"
  | "nothing-left"
  | "redemption-returned";

/** Why this mail is not sent now and never will be; null: it is sent. */
export function holdReason(
  mail: { readonly template: MailTemplateId; readonly createdAt: Date },
  recipient: MailRecipient | null,
  settings: { readonly templatesOff: readonly string[]; readonly marketingPerWeek: number },
  now: Date,
): HeldReason | null {
  if (settings.templatesOff.includes(mail.template)) return "template-off";
  if (isStale(mail.createdAt, now)) return "too-old";
  if (recipient?.participation !== "member") return "not-a-member";
  if (recipient.email === null || recipient.emailKey === null) return "no-address";
  if (recipient.bouncedEmail === recipient.emailKey) return "bounced";
  if (recipient.unsubscribedAt !== null) return "unsubscribed";
  if (!isMarketing(mail.template)) return null;
  if (!recipient.marketingConsent) return "no-consent";
  return recipient.marketingSent >= settings.marketingPerWeek ? "frequency-cap" : null;
}
