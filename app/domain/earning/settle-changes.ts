import { decimalTail } from "../shared/ids.ts";
import type { Contribution, Grant } from "./earned.ts";
import { earnEffects } from "./earn-effects.ts";
import { keptPoints } from "./kept-points.ts";
import type { OrderFacts, RefundFacts } from "./order-facts.ts";
import {
  type ChangeRecord,
  type LineRecord,
  type OrderEffect,
  type OrderRecord,
  PROGRAM_LIFETIME,
} from "./order-record.ts";
import { inRefundOrder, type RefundedGoods, refundedGoods } from "./refunded-goods.ts";

/** Where the order stands before its changes are looked at. */
export type Standing = {
  readonly orderId: string;
  /** Lines with their snapshot, edits applied, refunds not. */
  readonly lines: readonly LineRecord[];
  readonly isPaidOnce: boolean;
  /** It earns with this state: all its changes still have their effects before them. */
  readonly earnsNow: { readonly at: Date } | null;
  readonly programVersion: number | null;
  /** What it earns by the life of the points; empty when it earns nothing new. */
  readonly grants: readonly Grant[];
  /** A better source tells the same order anew: what it says is compared as a whole, not change by change. */
  readonly isReplaced: boolean;
  readonly cancelledAt: Date | null;
  readonly deletedAt: Date | null;
};

export type Changes = {
  readonly lines: readonly LineRecord[];
  readonly changes: readonly ChangeRecord[];
  readonly effects: readonly OrderEffect[];
  readonly goodsMinor: bigint;
  readonly edits: number;
};

const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n);
const total = (points: readonly number[]) => points.reduce((left, right) => left + right, 0);
const goodsOf = (lines: readonly LineRecord[], amount: (line: LineRecord) => bigint) =>
  sum(lines.filter((line) => !line.giftCard).map(amount));

function refundsOf(standing: Standing, refunds: readonly RefundFacts[]): RefundedGoods {
  const refundable = standing.lines.map(({ lineId, netMinor, earnedNetMinor }) => ({
    ...{ lineId, netMinor },
    removedMinor: earnedNetMinor > netMinor ? earnedNetMinor - netMinor : 0n,
  }));
  return refundedGoods(refundable, refunds);
}

/** Goods as bought, before any edit since the payment. */
function goodsAsBought(previous: OrderRecord | null, standing: Standing): bigint {
  if (!standing.isPaidOnce) return goodsOf(standing.lines, (line) => line.netMinor);
  if (previous?.paidAt) return previous.goodsMinor;
  return goodsOf(standing.lines, (line) => line.earnedNetMinor);
}

/**
 * Everything that has changed an order since it was bought, and what of it is new to the books. Each step is the
 * difference between what the lines keep before and after it, so the steps always end where the whole state ends:
 * k partial refunds end exactly where one full refund ends (law 6).
 */
export function settleChanges(previous: OrderRecord | null, facts: OrderFacts, standing: Standing): Changes {
  const known = new Map((previous?.changes ?? []).map((change) => [change.changeId, change]));
  const refunds = [...facts.refunds].sort(inRefundOrder);
  const isSettled = (refund: RefundFacts) => {
    const before = known.get(refund.refundId);
    if (before === undefined || standing.earnsNow) return false;
    // A refund whose money was still on its way when it was first told of has had no effect yet; one that had its effect
    // never has it by the same key again, though its money may bounce and be sent anew (law 2).
    return before.points !== 0 || before.moneyMinor !== 0n || refund.paidBackMinor === 0n;
  };
  const settled = refunds.filter(isSettled);
  const ids = new Set(refunds.map(({ refundId }) => refundId));
  const isRetold =
    standing.isReplaced ||
    [...known.values()].some(({ kind, changeId }) => kind === "refund" && !ids.has(changeId));

  const closedAt = standing.cancelledAt ?? standing.deletedAt;
  const wasClosed =
    previous !== null && (previous.cancelledAt ?? previous.deletedAt) !== null && !standing.earnsNow;
  const keptWith = (applied: readonly RefundFacts[]): number => {
    if (wasClosed) return 0;
    const { totalByLine } = refundsOf(standing, applied);
    return total(standing.lines.map((line) => keptPoints(line, totalByLine.get(line.lineId) ?? 0n)));
  };

  const effects: OrderEffect[] = [];
  const orderKey = `order:${decimalTail(standing.orderId)}`;
  const order = { type: "order", id: standing.orderId } as const;
  const earnedBefore: readonly Contribution[] = standing.earnsNow ? [] : (previous?.earnedBy ?? []);
  const effect = (
    delta: number,
    { key, ...cause }: Pick<OrderEffect, "key" | "at" | "reason" | "source">,
  ) => {
    const { programVersion, grants } = standing;
    if (delta === 0 || programVersion === null) return;
    if (delta > 0) {
      // What a campaign gave with a life of its own goes by the order's key, or by the edit's.
      const campaign = standing.earnsNow && key === `${orderKey}/earn` ? orderKey : key;
      const keys = { earn: key, campaign };
      effects.push(...earnEffects(delta, grants, earnedBefore, keys, { ...cause, programVersion }));
    } else {
      const reversed = { kind: "reverse", points: -delta, lifetime: PROGRAM_LIFETIME } as const;
      effects.push({ ...reversed, key, ...cause, programVersion });
    }
  };

  let kept = standing.earnsNow
    ? total(standing.lines.map((line) => line.earnedPoints))
    : (previous?.keptPoints ?? 0);
  if (standing.earnsNow) {
    effect(kept, {
      key: `${orderKey}/earn`,
      at: standing.earnsNow.at,
      reason: "order-earned",
      source: order,
    });
  }

  // Edits: the goods differ from what they were, or what we had settled was told anew.
  const goodsMinor = goodsAsBought(previous, standing);
  const edits = [...known.values()].filter(({ kind }) => kind === "edit");
  const goodsBefore = goodsMinor + sum(edits.map((change) => change.goodsMinor));
  const goodsDelta = goodsOf(standing.lines, (line) => line.netMinor) - goodsBefore;
  const afterEdit = keptWith(isRetold ? refunds : settled);
  let editCount = previous?.edits ?? 0;
  if (standing.isPaidOnce && (goodsDelta !== 0n || afterEdit !== kept)) {
    editCount += 1;
    const points = afterEdit - kept;
    const changeId = `edit:${editCount}`;
    effect(points, {
      key: `${orderKey}/${changeId}`,
      at: facts.updatedAt,
      reason: "order-edited",
      source: order,
    });
    edits.push({
      changeId,
      kind: "edit",
      at: facts.updatedAt,
      goodsMinor: goodsDelta,
      moneyMinor: 0n,
      points,
    });
    kept = afterEdit;
  }

  const pointsOf = new Map<string, number>();
  const applied = isRetold ? [...refunds] : [...settled];
  for (const refund of isRetold ? [] : refunds.filter((candidate) => !settled.includes(candidate))) {
    applied.push(refund);
    const after = keptWith(applied);
    const { refundId } = refund;
    effect(after - kept, {
      key: `refund:${decimalTail(refundId)}/reverse`,
      at: refund.at,
      reason: "order-refunded",
      source: { type: "refund", id: refundId },
    });
    pointsOf.set(refundId, after - kept);
    kept = after;
  }

  const isClosing = closedAt !== null && !wasClosed;
  if (isClosing) {
    const reason = standing.cancelledAt === null ? "order-deleted" : "order-cancelled";
    effect(-kept, { key: `${orderKey}/cancel`, at: closedAt, reason, source: order });
  }
  const goods = refundsOf(standing, refunds);
  const closing = (kind: "cancel" | "delete", at: Date | null, lost: number): ChangeRecord[] => {
    const points = lost === 0 ? (known.get(kind)?.points ?? 0) : -lost;
    return at === null ? [] : [{ changeId: kind, kind, at, goodsMinor: 0n, moneyMinor: 0n, points }];
  };
  return {
    effects,
    goodsMinor,
    edits: editCount,
    lines: standing.lines.map((line) => {
      const refundedMinor = goods.totalByLine.get(line.lineId) ?? 0n;
      return { ...line, refundedMinor, keptPoints: closedAt === null ? keptPoints(line, refundedMinor) : 0 };
    }),
    changes: [
      ...edits,
      ...goods.byRefund.map(({ refundId, goodsByLine }, position): ChangeRecord => ({
        changeId: refundId,
        kind: "refund",
        at: refunds[position]!.at,
        goodsMinor: -goodsOf(standing.lines, (line) => goodsByLine.get(line.lineId) ?? 0n),
        moneyMinor: refunds[position]!.paidBackMinor,
        points: pointsOf.get(refundId) ?? known.get(refundId)?.points ?? 0,
      })),
      ...closing("cancel", standing.cancelledAt, isClosing ? kept : 0),
      ...closing("delete", standing.deletedAt, isClosing && standing.cancelledAt === null ? kept : 0),
    ],
  };
}
