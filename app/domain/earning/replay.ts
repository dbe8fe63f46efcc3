import type { ProgramBody } from "../program/program-body.ts";
import type { Day } from "../shared/calendar.ts";
import { pointsByCampaign } from "./campaign-effects.ts";
import { earn } from "./earn.ts";
import type { Contribution, EarningOrder } from "./earned.ts";
import { gives } from "./occasions/order-bonus.ts";
import { givenByRule } from "./order-earnings.ts";

/** A recorded order as a program that is only thought of looks at it. */
export type PastOrder = {
  readonly orderId: string;
  readonly memberId: string;
  readonly customerTags: readonly string[];
  readonly processedAt: Date;
  readonly businessDate: Day;
  /** Paid, and not taken back as a whole: these have places, "first" or "fifth". */
  readonly isPurchase: boolean;
  readonly goodsMinor: bigint;
  /** null: it has not earned. */
  readonly earned: {
    readonly at: Date;
    readonly on: Day;
    /** The tier that was held before it; null = none. */
    readonly tierId: string | null;
    readonly points: number;
    /** For being the member's first or n-th order. */
    readonly bonusPoints: number;
    /** Told only where campaigns had a part in it. */
    readonly contributions: readonly Contribution[];
    /** Each line's net is what it earned on. */
    readonly order: EarningOrder;
  } | null;
};

/** What an order gave and would give; null: it does not count (not in the window, no purchase, has not earned). */
export type Replayed = { readonly now: number; readonly then: number } | null;

type Window = { readonly from: Day | null; readonly to: Day | null };

/**
 * Replays history under `program`, order by order: all of one member after another's, each member's in the order of processing,
 * from their first on. Each at its own moment; caps of a day and month run on, also over what was cancelled later. Campaigns
 * are left out on both sides: they are no part of a program.
 */
export function replay(
  program: ProgramBody,
  shop: { readonly currency: string; readonly timeZone: string },
  window: Window,
): (order: PastOrder) => Replayed {
  const { rules } = program.earning;
  const bonusRules = rules.filter(({ kind }) => kind === "first-order" || kind === "nth-order");
  const isCapped = rules.some((rule) => (rule.capPerDay ?? rule.capPerMonth) !== null);
  const computed = { from: isCapped ? replayedSince(window.from) : window.from, to: window.to };
  let memberId: string | null = null;
  let place = 0;
  let used = new Map<string, number>();

  return ({ earned, ...past }) => {
    if (past.memberId !== memberId) {
      memberId = past.memberId;
      place = 0;
      used = new Map();
    }
    if (past.isPurchase) place += 1;
    if (earned === null || !isWithin(past.businessDate, computed)) return null;

    const day = earned.on;
    const month = day.slice(0, 7);
    const usedIn = (time: string, ruleId: string) => used.get(`${time} ${ruleId}`) ?? 0;
    const result = earn(earned.order, program, {
      ...shop,
      at: earned.at,
      member: { tags: past.customerTags, ordersCount: 0, spentMinor: 0n, lastOrderOn: null, balance: 0 },
      tierId: earned.tierId,
      campaigns: [],
      given: (ruleId) => ({ day: usedIn(day, ruleId), month: usedIn(month, ruleId) }),
    });
    for (const [ruleId, points] of isCapped ? givenByRule(result.contributions) : []) {
      for (const time of [day, month]) used.set(`${time} ${ruleId}`, usedIn(time, ruleId) + points);
    }
    if (!past.isPurchase || !isWithin(past.businessDate, window)) return null;

    const asBonus = {
      ...{ goodsMinor: past.goodsMinor, source: earned.order.source, earnedAt: earned.at },
      held: { points: 0, rule: null, changes: 0 },
    };
    const bonuses = bonusRules.filter((rule) =>
      gives(rule, asBonus, place, past.customerTags, shop.currency),
    );
    return {
      now: earned.points + earned.bonusPoints - sum([...pointsByCampaign(earned).values()]),
      then: result.points + sum(bonuses.map(({ points }) => points)),
    };
  };
}

/** The first day whose orders a replay may compute: caps of the window's first month count what came before it. */
export function replayedSince(from: Day | null): Day | null {
  return from === null ? null : `${from.slice(0, 7)}-01`;
}

function isWithin(day: Day, { from, to }: Window): boolean {
  return (from === null || day >= from) && (to === null || day <= to);
}

const sum = (points: readonly number[]) => points.reduce((left, right) => left + right, 0);
