import type { MailLocale, MailTemplateId, MailWords } from "#app/domain/messaging/mail-template.ts";
import type { Benefit } from "#app/domain/tiers/tier-benefits.ts";
import { ENGLISH } from "./en.ts";
import { RUSSIAN } from "./ru.ts";

/** The words of one language: the shipped mails, and what its filters put into words. */
export type Language = {
  readonly mails: Readonly<Record<MailTemplateId, MailWords>>;
  /** Forms of "point" by the language's plural rules. */
  readonly points: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
  readonly days: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
  readonly months: Language["days"];
  readonly orders: Language["days"];
  /** What a tier gives, with its figure. */
  readonly benefits: Readonly<Record<Benefit["kind"], string>>;
  /** `{amount}` of money spent. */
  readonly spent: string;
  /** Why points came, by the entry's code; `other` for codes without a word of their own. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly unsubscribe: string;
  /** Names for the made-up member of previews. */
  readonly sample: {
    readonly member: string;
    readonly reward: string;
    readonly secondReward: string;
    /** Tiers, lowest first. */
    readonly tiers: readonly [string, string, string];
  };
};

export const LANGUAGES: Readonly<Record<MailLocale, Language>> = { en: ENGLISH, ru: RUSSIAN };
