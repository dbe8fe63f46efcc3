import type { TFunction } from "i18next";
import type { TellableContribution } from "#app/usecases/reports/admin-ports.ts";
import type { Format } from "./format.ts";

/** An entry as the admin shows it; instants are ISO text. */
export type EntryView = {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly points: number;
  readonly pendingPoints: number;
  readonly balanceAfter: number;
  readonly shortfall: number;
  readonly alreadyExpired: number;
  readonly reason: string;
  readonly source: { readonly type: string; readonly id: string };
  /** `#1001`, where the entry comes of an order or a refund. */
  readonly orderName: string | null;
  readonly orderId: string | null;
  /** What a redemption took the points for, or gave them back of. */
  readonly rewardName: string | null;
  /** What made that order's points; null: no order, or one plain rule. */
  readonly earnedBy: readonly TellableContribution[] | null;
  readonly programVersion: number | null;
  readonly corrects: string | null;
  readonly lots: readonly {
    readonly id: string;
    readonly points: number;
    readonly expiresAt: string | null;
  }[];
};

type Told = Pick<
  EntryView,
  "kind" | "points" | "pendingPoints" | "reason" | "orderName" | "rewardName" | "programVersion" | "corrects"
>;

/** One sentence that says why these points came or went: the order, the refund, the rule's version, the merchant's own words. */
export function entrySentence(t: TFunction<"entries">, entry: Told): string {
  const values = { order: entry.orderName ?? "", version: entry.programVersion ?? "", words: entry.reason };
  const goes = entry.points + entry.pendingPoints < 0;
  if (entry.corrects !== null && entry.kind === "adjust")
    return t("sentence.undone", { ...values, seq: entry.corrects.split("-").at(-1) });
  if (entry.kind === "adjust" && entry.points + entry.pendingPoints === 0)
    return t("sentence.extended", values);
  if (entry.kind === "adjust") return t(goes ? "sentence.taken" : "sentence.granted", values);
  if (entry.kind === "transfer") return t(goes ? "sentence.merged-away" : "sentence.merged-here", values);
  const sentence = t(`sentence.${entry.reason}`, { ...values, defaultValue: t(`kind.${entry.kind}`) });
  return entry.rewardName === null ? sentence : t("ofReward", { sentence, reward: entry.rewardName });
}

/** What must be said beside the sentence: points that were forgiven, or that had expired before. */
export function entryRemarks(t: TFunction<"entries">, entry: EntryView, format: Format): string[] {
  const remark = (name: string, points: number, text = format.number(points)) =>
    points === 0 ? [] : [t(`remark.${name}`, { count: Math.abs(points), points: text })];
  return [
    ...(entry.kind === "mature"
      ? []
      : remark("pending", entry.pendingPoints, format.signed(entry.pendingPoints))),
    ...remark("shortfall", entry.shortfall),
    ...remark("alreadyExpired", entry.alreadyExpired),
  ];
}
