import { decimalTail } from "../shared/ids.ts";
import { type OrderEffect, type OrderRecord, PROGRAM_LIFETIME } from "./order-record.ts";
import type { Settlement } from "./settle-order.ts";

/** Shopify knows the order no more and nothing else about it changed: everything it kept goes, once. */
export function settleDeletion(previous: OrderRecord, at: Date): Settlement {
  if (previous.deletedAt !== null) return { next: previous, effects: [] };
  const lost = previous.keptPoints;
  const effects: OrderEffect[] =
    lost === 0 || previous.programVersion === null
      ? []
      : [
          {
            ...{ kind: "reverse", points: lost, lifetime: PROGRAM_LIFETIME, at, reason: "order-deleted" },
            key: `order:${decimalTail(previous.orderId)}/cancel`,
            source: { type: "order", id: previous.orderId },
            programVersion: previous.programVersion,
          },
        ];
  const change = {
    changeId: "delete",
    kind: "delete",
    at,
    goodsMinor: 0n,
    moneyMinor: 0n,
    points: -lost,
  } as const;
  return {
    effects,
    next: {
      ...previous,
      ...{ deletedAt: at, isPurchase: false, keptPoints: 0 },
      lines: previous.lines.map((line) => ({ ...line, keptPoints: 0 })),
      changes: [...previous.changes, change],
    },
  };
}
