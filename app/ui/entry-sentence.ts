import type { TFunction } from "i18next";
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
  readonly programVersion: number | null;
  readonly corrects: string | null;
  readonly lots: readonly { readonly id: string; readonly points: number; readonly expiresAt: string | null }[];
};

/** One sentence that says why these points came or went: the order, the refund, the rule's version, the merchant's own words. */
export function entrySentence(t: TFunction<"entries">, entry: EntryView): string {
  const values = { order: entry.orderName ?? "", version: entry.programVersion ?? "", words: entry.reason };
  if (entry.corrects !== null) return t("sentence.undone", { ...values, seq: entry.corrects.split("-").at(-1) });
  if (entry.kind === "adjust") return t(entry.points < 0 ? "sentence.taken" : "sentence.granted", values);
  return t(`sentence.${entry.reason}`, { ...values, defaultValue: t(`kind.${entry.kind}`) });
}

/** What must be said beside the sentence: points that were forgiven, or that had expired before. */
export function entryRemarks(t: TFunction<"entries">, entry: EntryView, format: Format): string[] {
  return [
    ...(entry.pendingPoints === 0 || entry.kind === "mature"
      ? []
      : [t("remark.pending", { count: Math.abs(entry.pendingPoints), points: format.signed(entry.pendingPoints) })]),
    ...(entry.shortfall === 0
      ? []
      : [t("remark.shortfall", { count: entry.shortfall, points: format.number(entry.shortfall) })]),
    ...(entry.alreadyExpired === 0
      ? []
      : [t("remark.alreadyExpired", { count: entry.alreadyExpired, points: format.number(entry.alreadyExpired) })]),
  ];
}
