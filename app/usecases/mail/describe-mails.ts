import { isMarketing, MAIL_TEMPLATES, type MailTemplateId } from "#app/domain/messaging/mail-template.ts";
import type { MailRow, Mails, MailSending, MailSettings, MailSettingsStore } from "./mail-ports.ts";
import type { Clock } from "../ports.ts";

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
const PROBLEMS_MAX = 50;

export type MailKind = {
  readonly template: MailTemplateId;
  readonly on: boolean;
  readonly marketing: boolean;
  /** Languages with words of the merchant's own. */
  readonly ownLocales: readonly string[];
  readonly sent: number;
  readonly opened: number;
  readonly clicked: number;
  readonly held: number;
  readonly failed: number;
  readonly waiting: number;
};

export type MailsView = {
  readonly kinds: readonly MailKind[];
  readonly problems: readonly MailRow[];
  readonly settings: MailSettings;
  /** null: no mail server is set up. */
  readonly fromDomain: string | null;
};

/** Everything on the page of mails: what was sent in the last 30 days, what was not, and why. */
export async function describeMails(
  ports: {
    readonly mails: Pick<Mails, "countByTemplate" | "listProblems">;
    readonly mailSettings: Pick<MailSettingsStore, "get" | "listOwnWords">;
    readonly mailSending: MailSending | null;
    readonly clock: Clock;
  },
  shopId: string,
): Promise<MailsView> {
  const since = new Date(ports.clock.now().getTime() - DAYS * DAY_MS);
  const settings = await ports.mailSettings.get(shopId);
  const counts = await ports.mails.countByTemplate(shopId, since);
  const own = await ports.mailSettings.listOwnWords(shopId);
  const nothing = { sent: 0, opened: 0, clicked: 0, held: 0, failed: 0, waiting: 0 };
  return {
    kinds: MAIL_TEMPLATES.map((template) => ({
      ...nothing,
      ...counts.find((one) => one.template === template),
      template,
      on: !settings.templatesOff.includes(template),
      marketing: isMarketing(template),
      ownLocales: own.filter((one) => one.template === template).map(({ locale }) => locale),
    })),
    problems: await ports.mails.listProblems(shopId, since, PROBLEMS_MAX),
    settings,
    fromDomain: ports.mailSending?.fromDomain ?? null,
  };
}

/** The merchant has a failed mail tried again. False: there is no such one any more. */
export async function retryMail(
  ports: {
    readonly mails: Pick<Mails, "retry">;
    readonly wake: { mails(shopId: string): void };
    readonly clock: Clock;
  },
  shopId: string,
  mailId: string,
): Promise<boolean> {
  const isQueued = await ports.mails.retry(shopId, mailId, ports.clock.now());
  if (isQueued) ports.wake.mails(shopId);
  return isQueued;
}
