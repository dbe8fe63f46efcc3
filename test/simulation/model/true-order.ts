import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import { type Circumstances, earnedByLine } from "./earning.ts";
import { refundedByLine } from "./refunded.ts";
import { asPaidFor, linesOf, refundsOf, type StateLine } from "./true-lines.ts";

export type TrueWorld = {
  readonly digits: number;
  readonly versions: readonly {
    readonly version: number;
    readonly publishedAt: Date;
    readonly body: ProgramBody;
  }[];
};

type Version = TrueWorld["versions"][number];

export type KeptLine = {
  readonly earned: number;
  readonly kept: number;
  readonly net: bigint;
  readonly refunded: bigint;
};

export type Verdict = {
  readonly paidAt: Date | null;
  readonly earnedAt: Date | null;
  /** The version that rules it; null: it earns nothing. */
  readonly version: number | null;
  readonly isPurchase: boolean;
  /** Money had gone back and no goods remained, in one of its states. */
  readonly wasFullyRefunded: boolean;
  readonly goodsLeftMinor: bigint;
  /** By the line's id; empty where it earns nothing. */
  readonly lines: ReadonlyMap<string, KeptLine>;
};

const PAID = ["paid", "partially_refunded", "refunded"];

/** First moment at which it was paid in full; no payment is before the order's own moment. */
function paymentOf(order: Order): Date | null {
  const placed = new Date(order.processedAt);
  const moment = (at: Date) => (at <= placed ? placed : at);
  const { totalMinor } = orderTotals(order);
  const isPaid = order.financialStatus === "paid" || order.financialStatus === "partially_refunded";
  const payments = order.transactions
    .filter((one) => one.status === "success" && (one.kind === "sale" || one.kind === "capture"))
    .sort((a, b) => (a.processedAt < b.processedAt ? -1 : 1));
  if (order.financialStatus === "voided") return null;
  const isOpen = ["pending", "authorized", "expired"].includes(order.financialStatus);
  if (totalMinor === 0n && !isPaid && (isOpen || order.edits.length === 0)) return null;
  let received = 0n;
  for (const payment of payments) {
    received += payment.amountMinor;
    if (received >= totalMinor) return moment(new Date(payment.processedAt));
  }
  if (totalMinor === 0n) return placed;
  if (!isPaid && !(order.financialStatus === "refunded" && order.edits.length > 0)) return null;
  const last = payments.at(-1);
  return last === undefined ? placed : moment(new Date(last.processedAt));
}

type Snapshot = { readonly net: bigint; readonly earned: bigint };

/**
 * What an order must keep, line by line, from the states of it that the app has seen (the deliveries decide which), the last of
 * which is the present one; the version that was published when it was paid rules it (law 5).
 *
 * `isPaidHistory`: placed before there was a program and first heard of by an export, which does not tell when it was paid: the
 * order's own moment stands in (law 13). `circumstances`: what the order of arrival decides, such as what caps left for it.
 */
export function judgeOrder(
  seen: readonly Order[],
  told: {
    readonly deletedAt: Date | null;
    readonly takesPart: boolean;
    readonly isPaidHistory: boolean;
    readonly circumstances: (ruling: Version) => Circumstances;
  },
  world: TrueWorld,
): Verdict {
  const { deletedAt, takesPart } = told;
  const last = seen.at(-1)!;
  let paidAt: Date | null = null;
  let ruling: Version | null = null;
  let earnedAt: Date | null = null;
  let known: ReadonlyMap<string, Snapshot> = new Map();
  let boughtMinor = 0n;
  for (const [position, state] of seen.entries()) {
    const wasPaid = paidAt !== null;
    paidAt ??=
      told.isPaidHistory && PAID.includes(state.financialStatus)
        ? new Date(state.processedAt)
        : paymentOf(state);
    const lines = linesOf(state);
    const paidFor = new Map(
      lines.map((line) => [
        line.lineId,
        paidNet(line, state, known, { first: position === 0, wasPaid, isPaid: paidAt !== null }),
      ]),
    );
    const closedAt = state.cancelledAt === null ? null : new Date(state.cancelledAt);
    const isLate = closedAt !== null && paidAt !== null && closedAt < paidAt;
    let restates = lines.some((line) => paidFor.get(line.lineId)! > (known.get(line.lineId)?.net ?? 0n));
    if (ruling === null && paidAt !== null && takesPart && !state.test && !isLate) {
      ({ ruling, earnedAt } = ruleOf(paidAt, state, world));
      restates = true;
    }
    const earned =
      ruling !== null && restates
        ? earnedByLine(
            {
              at: earnedAt!,
              source: state.sourceName,
              shippingMinor: shipping(state),
              totalMinor: orderTotals(state).totalMinor,
              storeCreditMinor: storeCredit(state),
              lines: lines.map((line) => asPaidFor(line, paidFor.get(line.lineId)!)),
            },
            ruling.body,
            world.digits,
            told.circumstances(ruling),
          )
        : null;
    if (!wasPaid)
      boughtMinor = lines
        .filter((line) => !line.giftCard)
        .reduce((sum, line) => sum + (paidAt === null ? line.netMinor : paidFor.get(line.lineId)!), 0n);
    known = new Map(
      lines.map((line, index) => [
        line.lineId,
        { net: paidFor.get(line.lineId)!, earned: earned?.[index] ?? known.get(line.lineId)?.earned ?? 0n },
      ]),
    );
  }
  const lines = linesOf(last);
  const refunds = refundsOf(last);
  const refunded = refundedByLine(
    lines.map((line) => {
      const { net } = known.get(line.lineId)!;
      return { ...line, removedMinor: net > line.netMinor ? net - line.netMinor : 0n };
    }),
    refunds,
  );
  const isClosed = last.cancelledAt !== null || deletedAt !== null;
  const kept = new Map(
    lines.map((line) => {
      const snapshot = known.get(line.lineId)!;
      const back = refunded.get(line.lineId) ?? 0n;
      const present = (snapshot.net < line.netMinor ? snapshot.net : line.netMinor) - back;
      const keeps =
        isClosed || snapshot.net <= 0n || present <= 0n ? 0n : (snapshot.earned * present) / snapshot.net;
      const { netMinor } = line;
      return [
        line.lineId,
        { earned: Number(snapshot.earned), kept: Number(keeps), net: netMinor, refunded: back },
      ];
    }),
  );
  const goods = lines.filter((line) => !line.giftCard);
  const goodsLeftMinor = goods.reduce(
    (sum, line) => sum + line.netMinor - (refunded.get(line.lineId) ?? 0n),
    0n,
  );
  const fullyRefunded = isFullyRefunded(last, lines, refunded, boughtMinor);
  const before = seen.slice(0, -1);
  return {
    paidAt,
    earnedAt,
    version: ruling?.version ?? null,
    isPurchase: paidAt !== null && !last.test && !isClosed && !fullyRefunded,
    wasFullyRefunded:
      fullyRefunded || (before.length > 0 && judgeOrder(before, told, world).wasFullyRefunded),
    goodsLeftMinor,
    lines: kept,
  };
}

/** The most goods a line was paid for. */
function paidNet(
  line: StateLine,
  state: Order,
  known: ReadonlyMap<string, Snapshot>,
  { first, wasPaid, isPaid }: { first: boolean; wasPaid: boolean; isPaid: boolean },
): bigint {
  if (line.giftCard || !isPaid) return 0n;
  const before = known.get(line.lineId)?.net;
  const most = (...amounts: bigint[]) => amounts.reduce((a, b) => (a > b ? a : b), 0n);
  if (wasPaid && !PAID.includes(state.financialStatus)) return before ?? 0n;
  if (wasPaid && before !== undefined) return most(before, line.netMinor);
  if (!first && !wasPaid) return most(line.netMinor);
  return most(line.netMinor, line.orderedNetMinor);
}

/** After discounts, such as free shipping. */
function shipping(order: Order): bigint {
  return order.shippingLines.reduce(
    (sum, line) =>
      line.discountAllocations.reduce((left, one) => left - one.amountMinor, sum + line.priceMinor),
    0n,
  );
}

function storeCredit(order: Order): bigint {
  return order.transactions
    .filter((one) => one.gateway === "shopify_store_credit" && one.status === "success")
    .reduce((sum, one) => sum + one.amountMinor, 0n);
}

/** The newest version that was published when it was paid; of history version 1 rules, dated by the order. */
function ruleOf(paidAt: Date, order: Order, { versions }: TrueWorld) {
  const second = (at: Date) => Math.floor(at.getTime() / 1000) * 1000;
  const version = versions.findLast((one) => second(one.publishedAt) <= paidAt.getTime());
  if (version !== undefined) return { ruling: version, earnedAt: paidAt };
  const [first = null] = versions;
  return { ruling: first, earnedAt: first === null ? null : new Date(order.processedAt) };
}

/** Money went back and no goods remain. */
function isFullyRefunded(
  order: Order,
  lines: readonly StateLine[],
  refunded: ReadonlyMap<string, bigint>,
  boughtMinor: bigint,
): boolean {
  const paidBack = order.refunds.some((refund) => refund.transactions.some((one) => one.amountMinor > 0n));
  const counted = boughtMinor > 0n ? lines.filter((line) => !line.giftCard) : lines;
  const back = (line: StateLine) => refunded.get(line.lineId) ?? 0n;
  const left = counted.reduce((sum, line) => sum + line.netMinor - back(line), 0n);
  const hadValue = boughtMinor > 0n || counted.some((line) => back(line) > 0n);
  return paidBack && hadValue && left <= 0n;
}
