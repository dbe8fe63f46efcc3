import type { FinancialStatus, LineFacts, OrderFacts } from "./order-facts.ts";
import type { LineRecord, OrderRecord } from "./order-record.ts";

const PAID: readonly FinancialStatus[] = ["paid", "partially-refunded", "refunded"];

export function isPaidInFull(facts: Pick<OrderFacts, "financialStatus">): boolean {
  return PAID.includes(facts.financialStatus);
}

/**
 * When the order was first paid in full. Where nobody knows: an order that was seen unpaid before was paid by the state
 * that shows it paid; one that comes paid at first sight was paid when it was placed. Once set it never changes.
 * "Refunded" alone is no proof: a deposit may have gone back. Shopify then names the moment of payment, a file can't.
 */
export function momentOfPayment(previous: OrderRecord | null, facts: OrderFacts): Date | null {
  if (previous?.paidAt) return previous.paidAt;
  if (facts.paidAt !== null || !isPaidInFull(facts)) return facts.paidAt;
  if (facts.financialStatus === "refunded" && facts.origin === "shopify") return null;
  return previous === null ? facts.processedAt : facts.updatedAt;
}

const most = (...amounts: bigint[]) => amounts.reduce((left, right) => (left > right ? left : right), 0n);

/**
 * The most goods a line was paid for. An edit counts once it is paid for in full; value that an edit removed stays known,
 * so that the line keeps its share of what it earned and a later edit upwards restores it.
 */
function paidNet(
  previous: OrderRecord | null,
  line: LineFacts,
  isPaidOnce: boolean,
  isPaidNow: boolean,
): bigint {
  if (line.giftCard || !isPaidOnce) return 0n;
  const known = previous?.lines.find(({ lineId }) => lineId === line.lineId);
  if (previous?.paidAt && !isPaidNow) return known?.earnedNetMinor ?? 0n;
  if (previous?.paidAt && known !== undefined) return most(known.earnedNetMinor, line.netMinor);
  // Seen unpaid until now: what edits removed before the payment was never paid for.
  if (previous !== null && !previous.paidAt) return most(line.netMinor);
  return most(line.netMinor, line.orderedNetMinor ?? 0n);
}

/**
 * Lines in the order of their ids' numbers. No road promises an order of its own (a bulk result is shuffled), and where
 * shares tie the first line gains: the same order must always share alike. The import's SQL orders the same way.
 */
function inLineOrder(a: Pick<LineRecord, "lineId">, b: Pick<LineRecord, "lineId">): number {
  return a.lineId.length - b.lineId.length || (a.lineId < b.lineId ? -1 : 1);
}

/** The lines as they stand, with the snapshot they have. A line that is gone stays, without goods. */
export function linesOf(previous: OrderRecord | null, facts: OrderFacts, paidAt: Date | null): LineRecord[] {
  const present = facts.lines.map((line): LineRecord => {
    const known = previous?.lines.find(({ lineId }) => lineId === line.lineId);
    return {
      ...{ lineId: line.lineId, position: 0, title: line.title, quantity: line.quantity },
      ...{ productId: line.productId, variantId: line.variantId, vendor: line.vendor, sku: line.sku },
      ...{ giftCard: line.giftCard, netMinor: line.netMinor, taxMinor: line.taxMinor, refundedMinor: 0n },
      discountMinor: line.discountMinor,
      productTags: known?.productTags ?? line.productTags,
      collectionIds: known?.collectionIds ?? line.collectionIds,
      onSale: known?.onSale ?? line.onSale,
      earnedNetMinor: paidNet(previous, line, paidAt !== null, isPaidInFull(facts)),
      earnedPoints: known?.earnedPoints ?? 0,
      keptPoints: 0,
    };
  });
  const ids = new Set(present.map(({ lineId }) => lineId));
  const gone = (previous?.lines ?? [])
    .filter(({ lineId }) => !ids.has(lineId))
    .map((line) => ({
      ...line,
      ...{ quantity: 0, netMinor: 0n, taxMinor: 0n, discountMinor: 0n, refundedMinor: 0n, keptPoints: 0 },
    }));
  return [...present, ...gone].sort(inLineOrder).map((line, position) => ({ ...line, position }));
}

/** Has an edit, paid for in full, brought goods that the snapshot does not know? */
export function hasMoreGoods(lines: readonly LineRecord[], previous: OrderRecord): boolean {
  const known = new Map(previous.lines.map((line) => [line.lineId, line.earnedNetMinor]));
  return lines.some((line) => line.earnedNetMinor > (known.get(line.lineId) ?? 0n));
}
