import type { Day } from "../shared/calendar.ts";
import type { ProgramVersion } from "./program-version.ts";

/** Whether orders from before the program earn, and from which day on; null = all of them (law 13). */
export type HistoryRule = { readonly earns: boolean; readonly from: Day | null };

export type Ruling =
  | { readonly kind: "earns"; readonly version: ProgramVersion; readonly at: Date }
  | { readonly kind: "before-history" }
  | { readonly kind: "no-program-yet" };

/**
 * From when on a version rules. Shopify tells its moments in whole seconds, so that an order paid just after a publication
 * seems to come just before it: the whole second counts as after.
 */
export function rulesFrom({ publishedAt }: Pick<ProgramVersion, "publishedAt">): Date {
  return new Date(Math.floor(publishedAt.getTime() / 1000) * 1000);
}

/**
 * Which version rules an order: the newest that was published when it was paid. An order paid before the first version is
 * history: version 1 rules it if the merchant lets history earn, dated by the order itself.
 * `versions`: in the order of their numbers.
 */
export function rulingVersion(
  order: { readonly paidAt: Date; readonly processedAt: Date; readonly businessDate: Day },
  versions: readonly ProgramVersion[],
  history: HistoryRule,
): Ruling {
  const first = versions[0];
  if (first === undefined) return { kind: "no-program-yet" };
  const version = versions.findLast((candidate) => rulesFrom(candidate) <= order.paidAt);
  if (version !== undefined) return { kind: "earns", version, at: order.paidAt };
  const reached = history.earns && (history.from === null || order.businessDate >= history.from);
  return reached ? { kind: "earns", version: first, at: order.processedAt } : { kind: "before-history" };
}
