import { type Share, share } from "./share.ts";
import { type ReturnTimes, timeToSecondOrder, type TimeToSecondOrder } from "./time-to-second-order.ts";

/** Days after the first purchase within which a second order is looked for. */
export const SECOND_ORDER_DAYS = [30, 60, 90, 180, 365] as const;

/** What was counted in the database; money in minor units of the shop's currency. */
export type OverviewCounts = {
  readonly members: number;
  readonly customers: number;
  readonly purchases: number;
  readonly revenueMinor: bigint;
  readonly withoutCustomer: { readonly purchases: number; readonly revenueMinor: bigint };
  /** By first purchase in the window. */
  readonly cohort: {
    readonly customers: number;
    readonly repeated: number;
    readonly repeatedOnAnotherDay: number;
    /** `seen`: customers observed for at least `days`; `returned`: those of them who came back within `days`. */
    readonly secondOrder: readonly {
      readonly days: number;
      readonly seen: number;
      readonly returned: number;
    }[];
    readonly times: ReturnTimes;
  };
  readonly points: PointTotals;
};

/** Whole points; `adjusted` is signed, the others count upward from 0. */
export type PointTotals = {
  readonly issued: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly reversed: number;
  readonly adjusted: number;
  readonly outstanding: number;
  readonly pending: number;
};

export type Overview = Omit<OverviewCounts, "cohort"> & {
  /** Minor units, unrounded; null without purchases. */
  readonly averageOrderValueMinor: number | null;
  readonly repeatPurchaseRate: Share;
  readonly repeatPurchaseRateByDays: Share;
  readonly secondOrder: readonly ({ readonly days: number } & Share)[];
  readonly timeToSecondOrder: TimeToSecondOrder;
};

export function overview({ cohort, ...totals }: OverviewCounts): Overview {
  return {
    ...totals,
    averageOrderValueMinor: totals.purchases === 0 ? null : Number(totals.revenueMinor) / totals.purchases,
    repeatPurchaseRate: share(cohort.repeated, cohort.customers),
    repeatPurchaseRateByDays: share(cohort.repeatedOnAnotherDay, cohort.customers),
    secondOrder: cohort.secondOrder.map(({ days, seen, returned }) => ({ days, ...share(returned, seen) })),
    timeToSecondOrder: timeToSecondOrder(cohort.times),
  };
}
