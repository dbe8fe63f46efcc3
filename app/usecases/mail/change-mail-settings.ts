import type { MailTemplateId } from "#app/domain/messaging/mail-template.ts";
import { findDnsProblem, readDomain } from "#app/domain/messaging/sender-domain.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { MailSending, MailSettings, MailSettingsStore, SenderDns } from "./mail-ports.ts";
import type { Clock } from "../ports.ts";

export type MailSettingsPorts = {
  readonly mailSettings: MailSettingsStore;
  readonly audit: Pick<AuditLog, "append">;
  readonly clock: Clock;
};

const REMINDERS_MAX = 5;
const REMINDER_DAYS_MAX = 365;
const CAP_MAX = 50;

/** One kind of mail, on or off. */
export async function switchMail(
  ports: MailSettingsPorts,
  shopId: string,
  { template, on, by }: { readonly template: MailTemplateId; readonly on: boolean; readonly by: string },
): Promise<void> {
  const at = ports.clock.now();
  const { templatesOff } = await ports.mailSettings.get(shopId);
  const others = templatesOff.filter((one) => one !== template);
  await ports.mailSettings.save(
    shopId,
    { templatesOff: on ? others : [...others, template] },
    { name: by, at },
  );
  await ports.audit.append(shopId, {
    ...{ at, actor: by, subject: `mail-template:${template}` },
    action: on ? "mail-switched-on" : "mail-switched-off",
    detail: { template },
  });
}

/** As typed. */
export type MailSettingsForm = {
  readonly replyTo: string;
  readonly senderDomain: string;
  /** `30, 7, 1`; empty: no reminders. */
  readonly reminderDays: string;
  readonly marketingPerWeek: string;
};

export type MailSettingsRefusal = Refusal<
  "reply-to-invalid" | "domain-invalid" | "reminder-days-invalid" | "cap-invalid"
>;

export async function changeMailSettings(
  ports: MailSettingsPorts,
  shopId: string,
  form: MailSettingsForm,
  by: string,
): Promise<Outcome<null, MailSettingsRefusal>> {
  const read = readMailSettings(form);
  if (!read.ok) return read;
  const at = ports.clock.now();
  const before = await ports.mailSettings.get(shopId);
  const sameDomain = before.senderDomain === read.value.senderDomain;
  await ports.mailSettings.save(
    shopId,
    { ...read.value, ...(sameDomain ? {} : { domainCheckedAt: null, domainProblem: null }) },
    { name: by, at },
  );
  await ports.audit.append(shopId, {
    ...{ at, actor: by, subject: "mail", detail: {} },
    action: "mail-settings-changed",
  });
  return accept(null);
}

export function readMailSettings(
  form: MailSettingsForm,
): Outcome<
  Pick<MailSettings, "replyTo" | "senderDomain" | "reminderDays" | "marketingPerWeek">,
  MailSettingsRefusal
> {
  const refusals: MailSettingsRefusal[] = [];
  const replyTo = form.replyTo.trim() || null;
  if (
    replyTo !== null &&
    (replyTo.length > 254 || !/^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/.test(replyTo))
  )
    refusals.push({ code: "reply-to-invalid", pointer: "/replyTo", detail: "Enter one e-mail address." });
  const senderDomain = form.senderDomain.trim() === "" ? null : readDomain(form.senderDomain);
  if (form.senderDomain.trim() !== "" && senderDomain === null)
    refusals.push({
      code: "domain-invalid",
      pointer: "/senderDomain",
      detail: "Enter a domain, such as example.com.",
    });
  const days = form.reminderDays
    .split(/[\s,;]+/)
    .filter((one) => one !== "")
    .map((one) => (/^\d{1,3}$/.test(one) ? Number(one) : 0));
  const reminderDays = [...new Set(days)].sort((a, b) => b - a);
  if (reminderDays.length > REMINDERS_MAX || reminderDays.some((one) => one < 1 || one > REMINDER_DAYS_MAX)) {
    const detail = `Enter up to ${REMINDERS_MAX} numbers of days from 1 to ${REMINDER_DAYS_MAX}, parted by commas.`;
    refusals.push({ code: "reminder-days-invalid", pointer: "/reminderDays", detail });
  }
  const marketingPerWeek = /^\d{1,2}$/.test(form.marketingPerWeek.trim())
    ? Number(form.marketingPerWeek)
    : -1;
  if (marketingPerWeek < 0 || marketingPerWeek > CAP_MAX) {
    const detail = `Enter a whole number from 0 to ${CAP_MAX}.`;
    refusals.push({ code: "cap-invalid", pointer: "/marketingPerWeek", detail });
  }
  const [first, ...rest] = refusals;
  return first === undefined
    ? accept({ replyTo, senderDomain, reminderDays, marketingPerWeek })
    : refuse(first, ...rest);
}

/** Asks the DNS whether the shop's own domain may be used: from then on mails bear it, or no more. */
export async function checkSenderDomain(
  ports: MailSettingsPorts & { readonly senderDns: SenderDns; readonly mailSending: MailSending | null },
  shopId: string,
  by: string,
): Promise<Outcome<{ readonly problem: string | null }>> {
  const { senderDomain } = await ports.mailSettings.get(shopId);
  if (senderDomain === null || ports.mailSending === null)
    return refuse({ code: "no-domain", detail: "Enter a domain and save first." });
  const found = await ports.senderDns.look(senderDomain);
  if (!found.ok) return found;
  const problem = findDnsProblem(found.value, ports.mailSending.fromDomain);
  const at = ports.clock.now();
  await ports.mailSettings.save(shopId, { domainCheckedAt: at, domainProblem: problem }, { name: by, at });
  await ports.audit.append(shopId, {
    ...{ at, actor: by, subject: "mail", detail: { domain: senderDomain, problem } },
    action: "sender-domain-checked",
  });
  return accept({ problem });
}
