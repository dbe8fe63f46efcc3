import { mulDiv, toPoints } from "../shared/rounding.ts";
import { decimalTail } from "../shared/ids.ts";
import { keptPoints } from "./kept-points.ts";
import { type OrderEffect, type OrderRecord, PROGRAM_LIFETIME } from "./order-record.ts";
import { decideEarning, type Settlement, type SettlingContext } from "./settle-order.ts";
import { earnEffects } from "./earn-effects.ts";
import { countsFrom } from "./lot-life.ts";
import { earningsOf } from "./order-earnings.ts";

const total = (points: readonly number[]) => points.reduce((left, right) => left + right, 0);

/**
 * The first program is published after the order was recorded: what it would have earned and lost, from the record alone.
 * The record knows what each line lost to all refunds together and what each refund took of the goods, so that several
 * refunds share the loss by their goods; where they end is exact.
 */
export function awardOrder(previous: OrderRecord, context: SettlingContext): Settlement {
  const closedAt = previous.cancelledAt ?? previous.deletedAt;
  const decision = decideEarning(previous, { ...previous, closedAt }, context);
  if (decision === null || decision.kind === "no-program-yet") return { next: previous, effects: [] };
  if (decision.kind !== "earns") return { next: { ...previous, unearned: decision.kind }, effects: [] };

  const { version, at } = decision;
  const { lines, grants, earnedBy } = earningsOf(previous.lines, previous, version, null, {
    ...{ currency: context.currency, timeZone: context.timeZone, campaigns: context.campaigns },
    ...{ given: context.given, at, member: context.member?.traits ?? null },
    ...(context.tiersBefore && { tiersBefore: context.tiersBefore }),
  });
  const earnedPoints = total(lines.map((line) => line.earnedPoints));
  const afterEdits = total(lines.map((line) => keptPoints(line, 0n)));
  const afterRefunds = total(lines.map((line) => keptPoints(line, line.refundedMinor)));

  const effects: OrderEffect[] = [];
  const source = { type: "order", id: previous.orderId } as const;
  const orderKey = `order:${decimalTail(previous.orderId)}`;
  const reversal = (points: number, cause: Pick<OrderEffect, "key" | "at" | "reason" | "source">) => {
    const reversed = { kind: "reverse", points, lifetime: PROGRAM_LIFETIME } as const;
    if (points > 0) effects.push({ ...reversed, ...cause, programVersion: version.version });
  };
  const keys = { earn: `${orderKey}/earn`, campaign: orderKey };
  const cause = { at, reason: "order-earned", source, programVersion: version.version } as const;
  effects.push(...earnEffects(earnedPoints, grants, [], keys, cause));

  const lastEdit = previous.changes.findLast(({ kind }) => kind === "edit");
  const refunds = previous.changes.filter(({ kind }) => kind === "refund");
  const refundedGoods = refunds.reduce((sum, change) => sum - change.goodsMinor, 0n);
  const pointsOf = new Map<string, number>();
  if (lastEdit !== undefined && afterEdits < earnedPoints) {
    const points = earnedPoints - afterEdits;
    reversal(points, {
      key: `${orderKey}/${lastEdit.changeId}`,
      at: lastEdit.at,
      reason: "order-edited",
      source,
    });
    pointsOf.set(lastEdit.changeId, -points);
  }
  let goods = 0n;
  let lost = 0;
  for (const refund of refunds) {
    goods -= refund.goodsMinor;
    const all = BigInt(afterEdits - afterRefunds);
    const lostSoFar = refundedGoods === 0n ? 0 : toPoints(mulDiv(all, goods, refundedGoods, "floor"));
    const points = lostSoFar - lost;
    lost = lostSoFar;
    const key = `refund:${decimalTail(refund.changeId)}/reverse`;
    reversal(points, {
      key,
      at: refund.at,
      reason: "order-refunded",
      source: { type: "refund", id: refund.changeId },
    });
    pointsOf.set(refund.changeId, -points);
  }
  if (closedAt !== null) {
    const reason = previous.cancelledAt === null ? "order-deleted" : "order-cancelled";
    reversal(afterRefunds, { key: `${orderKey}/cancel`, at: closedAt, reason, source });
    pointsOf.set(previous.cancelledAt === null ? "delete" : "cancel", -afterRefunds);
  }
  return {
    effects,
    next: {
      ...previous,
      ...{ programVersion: version.version, earnedAt: at, earnedPoints, earnedBy },
      keptPoints: closedAt === null ? afterRefunds : 0,
      countsFrom: countsFrom(at, previous, version.body, context.timeZone),
      lines: lines.map((line) => ({
        ...line,
        keptPoints: closedAt === null ? keptPoints(line, line.refundedMinor) : 0,
      })),
      changes: previous.changes.map((change) => ({
        ...change,
        points: pointsOf.get(change.changeId) ?? change.points,
      })),
    },
  };
}
