import type { SegmentMember } from "../membership/segment.ts";
import type { ProgramVersion } from "../program/program-version.ts";
import { type HistoryRule, type Ruling, rulingVersion } from "../program/ruling-version.ts";
import { businessDate } from "../shared/calendar.ts";
import { invariant } from "../shared/invariant.ts";
import type { OrderFacts, RefundFacts } from "./order-facts.ts";
import type { LineRecord, OrderEffect, OrderRecord } from "./order-record.ts";
import { inRefundOrder } from "./refunded-goods.ts";
import { settleChanges } from "./settle-changes.ts";
import { countsFrom } from "./lot-life.ts";
import { earningsOf, type EarningSurroundings } from "./order-earnings.ts";
import { hasMoreGoods, linesOf, momentOfPayment } from "./settle-lines.ts";

export type SettlingContext = EarningSurroundings & {
  /** All published versions, in the order of their numbers. */
  readonly versions: readonly ProgramVersion[];
  readonly history: HistoryRule;
  /** Whose order it is; null = nobody's. */
  readonly member: {
    readonly memberId: string;
    readonly takesPart: boolean;
    readonly joinedOn: string;
    /** What campaigns and conditions look at. */
    readonly traits: SegmentMember;
  } | null;
};

export type Settlement = { readonly next: OrderRecord; readonly effects: readonly OrderEffect[] };

/** Of two states the newer wins; what Shopify says wins over a file (equal times: the one that came last). */
export function isNewer(
  facts: Pick<OrderFacts, "origin" | "updatedAt">,
  previous: OrderRecord | null,
): boolean {
  if (previous === null) return true;
  if (previous.origin !== facts.origin) return facts.origin === "shopify";
  return facts.updatedAt.getTime() >= previous.updatedAt.getTime();
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n);
const total = (points: readonly number[]) => points.reduce((left, right) => left + right, 0);

function earliest(...dates: (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null).map((date) => date.getTime());
  return known.length === 0 ? null : new Date(Math.min(...known));
}

/** Does the order earn with this state, and under which version? null: it has earned, or there is nothing to decide. */
export function decideEarning(
  previous: OrderRecord | null,
  order: {
    paidAt: Date | null;
    closedAt: Date | null;
    test: boolean;
    processedAt: Date;
    businessDate: string;
  },
  context: SettlingContext,
): Ruling | { readonly kind: "not-participating" } | null {
  const { paidAt, closedAt, test } = order;
  const isDecided = previous !== null && (previous.programVersion !== null || previous.unearned !== null);
  if (isDecided || paidAt === null || test || context.member === null) return null;
  if (closedAt !== null && closedAt < paidAt) return null;
  const { takesPart, joinedOn } = context.member;
  if (!takesPart || order.businessDate < joinedOn) return { kind: "not-participating" };
  return rulingVersion({ ...order, paidAt }, context.versions, context.history);
}

/** Money went back and no goods remain: the moment of the last refund. A zero-value order is never fully refunded. */
function fullRefund(
  lines: readonly LineRecord[],
  goodsMinor: bigint,
  refunds: readonly RefundFacts[],
): Date | null {
  const last = refunds
    .filter((refund) => refund.paidBackMinor > 0n)
    .sort(inRefundOrder)
    .at(-1);
  const counted = goodsMinor > 0n ? lines.filter((line) => !line.giftCard) : lines;
  const hadValue = goodsMinor > 0n || counted.some((line) => line.refundedMinor > 0n);
  const left = sum(counted.map((line) => line.netMinor - line.refundedMinor));
  return last !== undefined && hadValue && left <= 0n ? last.at : null;
}

/**
 * What a state of an order means: the next record of it, and what it does to its member's books. Pure, and the same for
 * every road an order comes by. The same state again has no effect; which states were seen in between does not matter.
 *
 * In this order: it earns (once), its goods were edited, it was refunded, it was cancelled or deleted.
 */
export function settleOrder(
  previous: OrderRecord | null,
  facts: OrderFacts,
  context: SettlingContext,
): Settlement {
  invariant(isNewer(facts, previous), `an older state of ${facts.orderId} never comes after a newer one`);
  // A better source on an order known from a file only: lines and refunds get their true ids and start over.
  const isReplaced =
    previous !== null && (previous.origin !== facts.origin || previous.orderId !== facts.orderId);
  const base = isReplaced ? { ...previous, lines: [], paidAt: null, changes: [] } : previous;
  const day = businessDate(facts.processedAt, context.timeZone);
  const paidAt = momentOfPayment(previous, facts);
  const cancelledAt = earliest(previous?.cancelledAt ?? null, facts.cancelledAt);
  const deletedAt = earliest(previous?.deletedAt ?? null, facts.deletedAt);

  const decision = decideEarning(
    previous,
    { ...facts, paidAt, closedAt: earliest(cancelledAt, deletedAt), businessDate: day },
    context,
  );
  const earnsNow = decision?.kind === "earns" ? decision : null;
  const version =
    earnsNow?.version ??
    context.versions.find((candidate) => candidate.version === previous?.programVersion) ??
    null;
  invariant(
    version !== null || previous?.programVersion == null,
    `the version that ruled ${facts.orderId} is known`,
  );

  const bare = linesOf(isReplaced ? null : previous, facts, paidAt);
  const isRestated = earnsNow !== null || isReplaced || (previous !== null && hasMoreGoods(bare, previous));
  const at = earnsNow?.at ?? previous?.earnedAt ?? facts.processedAt;
  const earnings =
    version !== null && isRestated
      ? earningsOf(bare, facts, version, earnsNow ? null : previous, {
          ...{ currency: context.currency, timeZone: context.timeZone, campaigns: context.campaigns },
          ...{ given: context.given, at, member: context.member?.traits ?? null },
          ...(context.tiersBefore && { tiersBefore: context.tiersBefore }),
        })
      : null;
  const lines = earnings?.lines ?? bare;
  const settled = settleChanges(base, facts, {
    ...{
      orderId: facts.orderId,
      lines,
      isPaidOnce: paidAt !== null,
      earnsNow,
      isReplaced,
      cancelledAt,
      deletedAt,
    },
    ...{ programVersion: version?.version ?? null, grants: earnings?.grants ?? [] },
  });
  const fullyRefundedAt = fullRefund(settled.lines, settled.goodsMinor, facts.refunds);
  const earnedAt = earnsNow?.at ?? previous?.earnedAt ?? null;
  const fulfilledAt = previous?.fulfilledAt ?? facts.fulfilledAt;
  const isClosed = cancelledAt !== null || deletedAt !== null;
  return {
    effects: settled.effects,
    next: {
      ...{ orderId: facts.orderId, name: facts.name },
      memberId: previous?.memberId ?? context.member?.memberId ?? null,
      customerId: facts.customer?.customerId ?? previous?.customerId ?? null,
      ...{ processedAt: facts.processedAt, businessDate: day, paidAt, cancelledAt, deletedAt },
      fulfilledAt,
      ...{ test: facts.test, financialStatus: facts.financialStatus, source: facts.source },
      goodsMinor: settled.goodsMinor,
      goodsLeftMinor: sum(
        settled.lines.filter((line) => !line.giftCard).map((line) => line.netMinor - line.refundedMinor),
      ),
      ...{ taxMinor: facts.taxMinor, shippingMinor: facts.shippingMinor, totalMinor: facts.totalMinor },
      refundedMinor: sum(facts.refunds.map((refund) => refund.paidBackMinor)),
      storeCreditMinor: facts.storeCreditMinor,
      isPurchase: paidAt !== null && !facts.test && !isClosed && fullyRefundedAt === null,
      ...{ fullyRefundedAt, origin: facts.origin, updatedAt: facts.updatedAt },
      programVersion: version?.version ?? null,
      earnedAt,
      unearned:
        decision?.kind === "not-participating" || decision?.kind === "before-history"
          ? decision.kind
          : (previous?.unearned ?? null),
      earnedBy: earnings === null ? (previous?.earnedBy ?? null) : earnings.earnedBy,
      earnedPoints: total(settled.lines.map((line) => line.earnedPoints)),
      keptPoints: total(settled.lines.map((line) => line.keptPoints)),
      countsFrom: countsFrom(earnedAt, { paidAt, fulfilledAt }, version?.body ?? null, context.timeZone),
      edits: settled.edits,
      ...{ lines: settled.lines, changes: settled.changes },
    },
  };
}
