/** The mails that a shop's program sends. The shipped words stand in app/messaging/templates/. */
export const MAIL_TEMPLATES = [
  "earned",
  "matured",
  "expiring",
  "last-chance",
  "expired",
  "reward-ready",
  "redeemed",
  "campaign-bonus",
  "tier-reached",
  "tier-notice",
  "tier-lost",
  "tier-kept",
] as const;
export type MailTemplateId = (typeof MAIL_TEMPLATES)[number];

export const MAIL_LOCALES = ["en", "ru"] as const;
export type MailLocale = (typeof MAIL_LOCALES)[number];

/** Subject and body in Liquid; the body in the few marks of app/messaging/mail-text.ts. */
export type MailWords = { readonly subject: string; readonly body: string };

/** Sent only to those whose e-mail consent in Shopify is SUBSCRIBED, and no more often than the shop's cap. */
const MARKETING: readonly MailTemplateId[] = ["expiring", "last-chance", "campaign-bonus", "tier-notice"];

export function isMarketing(template: MailTemplateId): boolean {
  return MARKETING.includes(template);
}

export function isMailTemplate(name: string): name is MailTemplateId {
  return (MAIL_TEMPLATES as readonly string[]).includes(name);
}

export function isMailLocale(name: string): name is MailLocale {
  return (MAIL_LOCALES as readonly string[]).includes(name);
}

/** The language a customer is written to in: theirs as Shopify knows it (`ru`, `ru-RU`), where we have words; else English. */
export function mailLocaleOf(locale: string | null): MailLocale {
  const language = locale?.trim().toLowerCase().split(/[-_]/, 1)[0] ?? "";
  return isMailLocale(language) ? language : "en";
}
