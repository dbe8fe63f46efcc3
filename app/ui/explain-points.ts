import { plainRule } from "#app/domain/earning/plain-program.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { TellableContribution } from "#app/usecases/reports/admin-ports.ts";
import { describeExpiry, describePending } from "./describe-program.ts";
import type { EntryView } from "./entry-sentence.ts";
import { ruleSentence, ruleTitle } from "./program/describe-rule.ts";
import { explainEarned, type Explanation, sourceName } from "./program/explain-earned.ts";
import type { ProgramWords } from "./program/program-words.ts";

/** What stands behind a member's points: the versions, and the names of campaigns by their ids. */
export type PointsSources = {
  readonly versions: readonly { readonly version: number; readonly body: ProgramBody }[];
  readonly campaigns: Readonly<Record<string, string>>;
};

type ToldOrder = {
  readonly programVersion: number | null;
  readonly earnedPoints: number;
  readonly earnedBy: readonly TellableContribution[] | null;
  readonly lines: readonly { readonly giftCard: boolean; readonly netMinor: string }[];
};

/** Rule by rule, how an order came to its points; empty: nothing gave any. */
export function explainOrder(words: ProgramWords, order: ToldOrder, sources: PointsSources): Explanation[] {
  const body = bodyOf(sources, order.programVersion);
  if (body === null) return [];
  const contributions = order.earnedBy ?? toldByVersion(order, body);
  return explainEarned(words, { contributions }, body, sources.campaigns);
}

/** One plain rule needs no record: what it gave follows from the goods. */
function toldByVersion({ lines, earnedPoints }: ToldOrder, body: ProgramBody): TellableContribution[] {
  const rule = plainRule(body);
  if (rule === null || earnedPoints === 0) return [];
  const goods = lines.filter(({ giftCard }) => !giftCard);
  const baseMinor = String(goods.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n));
  const plain = { basePoints: earnedPoints, multipliers: [], cappedBy: null, points: earnedPoints };
  return [{ source: `rule:${rule.id}`, baseMinor, ...plain, counts: true }];
}

/** What made this entry what it is, in words: the rules and campaigns that counted, or the program's rule of time. */
export function explainEntry(
  words: ProgramWords,
  entry: Pick<EntryView, "kind" | "reason" | "source" | "orderId" | "programVersion" | "earnedBy">,
  sources: PointsSources,
): string[] {
  const body = bodyOf(sources, entry.programVersion);
  if (entry.kind === "adjust" || entry.kind === "transfer" || body === null) return [];
  if (entry.kind === "expire") return describeExpiry(words, body);
  if (entry.kind === "mature") return [describePending(words, body)];
  if (entry.source.type === "order-bonus") return namesOfKind(words, body, entry.reason);
  if (entry.orderId !== null) return namesOfOrder(words, entry, body, sources);
  if (entry.source.type === "campaign")
    return [sourceName(words, `campaign:${entry.source.id}`, body, sources.campaigns)];
  if (entry.source.type !== "rule") return [];
  // Rules of one occasion make one entry, named after all of them.
  const ids = entry.source.id.split("+");
  return body.earning.rules.filter(({ id }) => ids.includes(id)).map((rule) => toldRule(words, rule));
}

function namesOfOrder(
  words: ProgramWords,
  { earnedBy, reason }: Pick<EntryView, "earnedBy" | "reason">,
  body: ProgramBody,
  { campaigns }: PointsSources,
): string[] {
  if (earnedBy === null) {
    const rule = plainRule(body);
    return rule === null ? [] : [toldRule(words, rule)];
  }
  const counting = earnedBy.filter(({ counts, points }) => counts && points > 0);
  const ownLife = counting.filter(({ source }) => source.startsWith("campaign:"));
  const told = reason === "campaign-earned" ? ownLife : counting;
  const names = told.flatMap(({ source, multipliers }) => [source, ...multipliers.map((one) => one.source)]);
  return [...new Set(names)].map((source) => sourceName(words, source, body, campaigns));
}

function namesOfKind(words: ProgramWords, body: ProgramBody, kind: string): string[] {
  return body.earning.rules.filter((rule) => rule.kind === kind).map((rule) => toldRule(words, rule));
}

function toldRule(words: ProgramWords, rule: ProgramBody["earning"]["rules"][number]): string {
  return words.t("sentence.named", { name: ruleTitle(words, rule), text: ruleSentence(words, rule) });
}

function bodyOf({ versions }: PointsSources, version: number | null): ProgramBody | null {
  return versions.find((one) => one.version === version)?.body ?? null;
}
