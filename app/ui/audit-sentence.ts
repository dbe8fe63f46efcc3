import type { TFunction } from "i18next";
import type { Format } from "./format.ts";

/** A record of the audit log as the admin shows it; the instant is ISO text. */
export type AuditView = {
  readonly auditId: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
};

/** What was done, in a sentence; an action that no locale file knows yet is shown by its code rather than hidden. */
export function auditSentence(t: TFunction<"activity">, record: AuditView, format: Format): string {
  const { detail, action } = record;
  const points = typeof detail["points"] === "number" ? format.signed(detail["points"]) : "";
  const day = typeof detail["lastDay"] === "string" ? format.day(detail["lastDay"]) : "";
  const kind = detail["template"];
  const template =
    typeof kind === "string" ? t(`template.${kind}.name`, { ns: "mails", defaultValue: kind }) : "";
  return t(`action.${action}`, { ...detail, points, day, template, defaultValue: action });
}

const PAGES: Readonly<Record<string, (id: string) => string>> = {
  member: (id) => `/app/members/${id}`,
  program: (id) => `/app/program#version-${id}`,
  "bulk-grant": (id) => `/app/grants/${id}`,
  "tier-file": (id) => `/app/tiers/files/${id}`,
  campaign: (id) => `/app/campaigns/${id}`,
  redemption: () => "/app/redemptions",
  "mail-template": (id) => `/app/mails/${id}`,
};

/** The page of what was changed; null where there is none. */
export function auditLink({ subject }: Pick<AuditView, "subject">): string | null {
  const [type = "", id = ""] = subject.split(":");
  return PAGES[type]?.(id) ?? null;
}
