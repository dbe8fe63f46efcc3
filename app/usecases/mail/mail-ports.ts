import type { ToldEntry, PlannedMail } from "#app/domain/messaging/decide-mails.ts";
import type { ExpiringLot } from "#app/domain/messaging/due-reminder.ts";
import type { MailFacts } from "#app/domain/messaging/mail-facts.ts";
import type { MailRecipient } from "#app/domain/messaging/mail-gate.ts";
import type { Delivery } from "#app/domain/messaging/mail-retry.ts";
import type { MailLocale, MailTemplateId, MailWords } from "#app/domain/messaging/mail-template.ts";
import type { findDnsProblem } from "#app/domain/messaging/sender-domain.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";

export type MailSettings = {
  readonly templatesOff: readonly string[];
  /** null: the shop's contact address. */
  readonly replyTo: string | null;
  /** As Shopify tells it; null: not known. */
  readonly contactEmail: string | null;
  readonly contactKnownAt: Date | null;
  readonly senderDomain: string | null;
  readonly domainCheckedAt: Date | null;
  /** null with `domainCheckedAt`: its DNS is right, and mails go out under it. */
  readonly domainProblem: string | null;
  readonly reminderDays: readonly number[];
  readonly marketingPerWeek: number;
  /** The shop's day up to which reminders are decided. */
  readonly remindedOn: string | null;
};

export interface MailSettingsStore {
  /** The defaults where the merchant has changed nothing. */
  get(shopId: string): Promise<MailSettings>;
  save(
    shopId: string,
    change: Partial<Omit<MailSettings, "contactEmail" | "contactKnownAt" | "remindedOn">>,
    by: { readonly name: string; readonly at: Date },
  ): Promise<void>;
  learnContact(shopId: string, email: string | null, at: Date): Promise<void>;
  markReminded(shopId: string, day: string, at: Date): Promise<void>;
  /** The merchant's own words; null: the shipped ones. */
  getWords(shopId: string, template: MailTemplateId, locale: MailLocale): Promise<MailWords | null>;
  saveWords(
    shopId: string,
    template: MailTemplateId,
    locale: MailLocale,
    words: MailWords,
    by: { readonly name: string; readonly at: Date },
  ): Promise<void>;
  dropWords(shopId: string, template: MailTemplateId, locale: MailLocale): Promise<void>;
  /** Which templates have words of the merchant's own. */
  listOwnWords(shopId: string): Promise<{ template: string; locale: string }[]>;
}

export type MemberNews = {
  readonly memberId: string;
  readonly tags: readonly string[];
  /** The cursor as it was read, and where the entries end. */
  readonly from: number;
  readonly until: number;
  readonly entries: readonly ToldEntry[];
};

export type MailToInsert = PlannedMail & { readonly mailId: string; readonly memberId: string };

/** What is to be decided: whose entries no mail was decided for. */
export interface MailPlans {
  /** Members with undecided entries, at most `limit`. */
  listNews(shopId: string, limit: number): Promise<MemberNews[]>;
  /** In one transaction: moves the cursor of those whose cursor is still where it was read, and inserts their mails. */
  insertNews(
    shopId: string,
    members: readonly Pick<MemberNews, "memberId" | "from" | "until">[],
    mails: readonly MailToInsert[],
    at: Date,
  ): Promise<number>;
  /**
   * Moves the cursor of members whose undecided entries are all of before this moment (null: whatever they are): they cause no
   * mail. Returns how many it moved, at most `limit`.
   */
  skipNews(shopId: string, before: Date | null, limit: number): Promise<number>;
  listUntoldRedemptions(
    shopId: string,
    limit: number,
  ): Promise<{ readonly redemptionId: string; readonly memberId: string; readonly issuedAt: Date }[]>;
  insertRedemptions(
    shopId: string,
    redemptionIds: readonly string[],
    mails: readonly MailToInsert[],
    at: Date,
  ): Promise<number>;
  /** The next members after `after` with points that expire before `until`, with all such points of theirs. */
  listExpiring(
    shopId: string,
    window: {
      readonly now: Date;
      readonly until: Date;
      readonly after: string | null;
      readonly limit: number;
    },
  ): Promise<
    { readonly memberId: string; readonly lots: readonly ExpiringLot[]; readonly remindedAt: Date | null }[]
  >;
  insertMails(shopId: string, mails: readonly MailToInsert[], at: Date): Promise<number>;
  /** How much waits to be decided, for the local store. */
  countUndecided(shopId: string): Promise<number>;
}

export type ClaimedMail = {
  readonly mailId: string;
  readonly memberId: string;
  readonly template: MailTemplateId;
  readonly facts: MailFacts;
  readonly createdAt: Date;
  /** This time included. */
  readonly attempts: number;
  /** An earlier try was cut off: it may have been sent. */
  readonly wasInterrupted: boolean;
};

export type Recipient = MailRecipient & {
  readonly memberId: string;
  readonly customerId: string | null;
  readonly name: string | null;
  readonly locale: string | null;
  /** null: Shopify has not been asked for the consent yet. */
  readonly consentAt: Date | null;
  readonly balance: number;
  readonly spendable: number;
  readonly pending: number;
};

export type MailRow = {
  readonly mailId: string;
  readonly memberId: string;
  readonly memberName: string | null;
  readonly template: string;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: Date;
};

export type MailCounts = {
  readonly template: string;
  readonly sent: number;
  readonly opened: number;
  readonly clicked: number;
  readonly held: number;
  readonly failed: number;
  readonly waiting: number;
};

export interface Mails {
  /** The next mails that are due, marked as being sent; another worker may claim them again at `leaseUntil`. */
  claimDue(shopId: string, now: Date, leaseUntil: Date, limit: number): Promise<ClaimedMail[]>;
  readRecipients(shopId: string, memberIds: readonly string[], now: Date): Promise<Map<string, Recipient>>;
  /** Every dated lot of the member that can be spent, the soonest first. */
  listExpiringLots(shopId: string, memberId: string, now: Date): Promise<ExpiringLot[]>;
  getRedemption(shopId: string, redemptionId: string): Promise<RedeemedReward | null>;
  markSent(shopId: string, mailId: string, at: Date): Promise<void>;
  markHeld(shopId: string, mailId: string, reason: string): Promise<void>;
  markFailed(shopId: string, mailId: string, reason: string): Promise<void>;
  /** Back into the queue. `uncounted`: the try does not count, nobody was asked. */
  putBack(
    shopId: string,
    mailId: string,
    next: { readonly dueAt: Date; readonly reason: string | null; readonly uncounted?: boolean },
  ): Promise<void>;
  /** The address of the member now refuses mail for good. */
  markBounced(shopId: string, mailId: string, at: Date): Promise<boolean>;
  markComplained(shopId: string, mailId: string, at: Date): Promise<boolean>;
  markOpened(shopId: string, mailId: string, at: Date): Promise<void>;
  markClicked(shopId: string, mailId: string, at: Date): Promise<void>;
  /** False: there is no such failed mail, or its member is gone. */
  retry(shopId: string, mailId: string, at: Date): Promise<boolean>;
  countDue(shopId: string, now: Date): Promise<number>;
  countByTemplate(shopId: string, since: Date): Promise<MailCounts[]>;
  listProblems(shopId: string, since: Date, limit: number): Promise<MailRow[]>;
  getMember(
    shopId: string,
    memberId: string,
  ): Promise<{ readonly locale: string | null; readonly unsubscribedAt: Date | null } | null>;
  setUnsubscribed(shopId: string, memberId: string, at: Date | null): Promise<boolean>;
}

export type RedeemedReward = {
  readonly status: "reserved" | "issued" | "used" | "returned" | "expired";
  readonly name: string;
  readonly kind: string;
  readonly points: number;
  readonly code: string | null;
  readonly expiresAt: Date | null;
};

/** Consent and language as Shopify tells them; the newest word stays. */
export interface Consents {
  learn(
    shopId: string,
    customers: readonly {
      readonly customerId: string;
      readonly subscribed: boolean;
      /** null: not told; what is known stays. */
      readonly locale: string | null;
      readonly at: Date;
    }[],
  ): Promise<void>;
}

/** A mail, ready to be handed over. */
export type OutgoingMail = {
  readonly messageId: string;
  readonly shopId: string;
  readonly template: MailTemplateId;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without: a test, which nobody unsubscribes from. */
  readonly unsubscribeUrl: string | null;
};

/** The mail server. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<Delivery>;
}

export type WordsProblem = {
  readonly field: "subject" | "body";
  readonly line: number;
  readonly detail: string;
};

export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string };

/** Everything that words may show. */
export type MailScene = {
  readonly locale: MailLocale;
  readonly timeZone: string;
  readonly shop: { readonly name: string; readonly url: string; readonly accountUrl: string };
  readonly member: {
    readonly name: string | null;
    readonly balance: number;
    readonly spendable: number;
    readonly pending: number;
  };
  /** What the mail is about, by the template's own names. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly unsubscribeUrl: string | null;
  /** The pixel that tells an opening; null: none. */
  readonly pixelUrl: string | null;
  /** Where a link really leads: through us, when it leads to the shop. */
  readonly trackLink: (url: string) => string;
};

/** Liquid, in the configuration that is safe for words of others. */
export interface MailRenderer {
  shippedWords(template: MailTemplateId, locale: MailLocale): MailWords;
  /** What is wrong with these words, with the line; null: they can be rendered. */
  check(template: MailTemplateId, locale: MailLocale, words: MailWords): Promise<WordsProblem | null>;
  render(words: MailWords, scene: MailScene): Promise<RenderedMail>;
  sampleMember(locale: MailLocale): MailScene["member"];
  /** Values of a made-up member and order, for previews and tests. */
  sampleValues(
    template: MailTemplateId,
    locale: MailLocale,
    timeZone: string,
    now: Date,
  ): Record<string, unknown>;
}

/** Addresses in mails, signed by us. */
export interface MailLinks {
  shopUrl(shopId: string): string;
  accountUrl(shopId: string): string;
  unsubscribeUrl(shopId: string, memberId: string): string;
  pixelUrl(shopId: string, mailId: string): string;
  /** The same address when it does not lead to the shop: we redirect nowhere else. */
  clickUrl(shopId: string, mailId: string, url: string): string;
  readUnsubscribe(url: URL): { readonly shopId: string; readonly memberId: string } | null;
  readPixel(url: URL): { readonly shopId: string; readonly mailId: string } | null;
  readClick(url: URL): { readonly shopId: string; readonly mailId: string; readonly url: string } | null;
}

/** The DNS, asked for what `findDnsProblem` compares. A refusal: it can't be asked now. */
export interface SenderDns {
  look(domain: string): Promise<Outcome<Parameters<typeof findDnsProblem>[0]>>;
}

/** The shop's own address, as Shopify knows it. */
export interface ShopContact {
  fetchContactEmail(shopId: string): Promise<Outcome<string | null>>;
}

/** How this installation sends; null: no mail server is set up (SMTP_URL). */
export type MailSending = { readonly mailer: Mailer; readonly fromDomain: string };
