import type { Order } from "#dev-store/state/model/order.ts";
import type { CheckoutLine } from "#dev-store/state/operations/checkout.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { fulfillOrder } from "#dev-store/state/operations/fulfillments.ts";
import { createOrder, deleteOrder, markPaid, updateOrder } from "#dev-store/state/operations/orders.ts";
import { cancelOrder, refundOrder, type RefundInput } from "#dev-store/state/operations/refunds.ts";
import { storeCreditAccountOf } from "#dev-store/state/operations/credit.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import type { Life } from "../life.ts";
import { passTime } from "../life.ts";
import type { Step } from "./step.ts";

/** What happens to orders in the store; the app hears of it by the post alone. */
export const SHOPPING: readonly Step[] = [
  { name: "buy", weight: 20, run: buy },
  { name: "pay", weight: 5, run: pay },
  { name: "edit", weight: 7, run: edit },
  { name: "refund", weight: 10, run: refund },
  { name: "fulfil", weight: 4, run: fulfil },
  { name: "note", weight: 2, run: note },
  { name: "cancel", weight: 3, run: cancel },
  { name: "delete-order", weight: 1, run: remove },
];

type Outcome = { ok: true } | { ok: false; code: string };
const said = (outcome: Outcome): string => (outcome.ok ? "done" : outcome.code);

/** Some order, mostly one of the last. */
export function someOrder(life: Life): Order | null {
  const orders = [...life.store.state.all("order").values()];
  if (orders.length === 0) return null;
  const { chance } = life;
  return chance.happens(0.7) ? chance.pick(orders.slice(-12)) : chance.pick(orders);
}

export function someLine(life: Life): CheckoutLine {
  const { chance } = life;
  const priceMinor = chance.weighted<() => bigint>([
    [1, () => 0n],
    [6, () => BigInt(chance.int(1, 3_000))],
    [3, () => BigInt(chance.int(3_000, 60_000))],
  ])();
  const quantity = chance.weighted([
    [6, 1],
    [2, 2],
    [2, 3],
    [1, 7],
  ]);
  const gross = priceMinor * BigInt(quantity);
  return {
    title: `Article ${chance.int(1, 20)}`,
    priceMinor,
    quantity,
    taxMinor: chance.happens(0.5) ? (gross * BigInt(chance.int(0, 20))) / 100n : 0n,
    vendor: chance.pick([null, "Acme", "Oak"]),
    giftCard: chance.happens(0.07),
  };
}

function buy(life: Life): string {
  const { chance, store } = life;
  passTime(life, chance.int(1, 6 * 3600));
  const customers = [...store.state.all("customer").values()];
  const buyer = chance.weighted<"known" | "guest" | "nobody" | "new">([
    [customers.length === 0 ? 0 : 12, "known"],
    [2, "guest"],
    [1, "nobody"],
    [customers.length < 12 ? 5 : 1, "new"],
  ]);
  const customer = buyer === "known" ? chance.pick(customers) : null;
  const lines = Array.from({ length: chance.int(1, 4) }, () => someLine(life));
  const credit = customer && storeCreditAccountOf(store.state, customer.id, store.state.shop.currency);
  const goods = lines.reduce((sum, line) => sum + line.priceMinor * BigInt(line.quantity), 0n);
  const storeCreditMinor =
    credit && credit.balanceMinor > 0n && chance.happens(0.4)
      ? [credit.balanceMinor, goods / 2n].sort((a, b) => (a < b ? -1 : 1))[0]
      : undefined;
  const codes = [...store.state.all("discount").values()]
    .filter((one) => one.customerIds === null || (customer !== null && one.customerIds.includes(customer.id)))
    .flatMap((one) => one.codes.map(({ code }) => code));
  const code = codes.length > 0 && chance.happens(0.6) ? chance.pick(codes) : null;
  const outcome = createOrder(store.store, store.state, {
    customerId: customer?.id ?? null,
    email:
      buyer === "nobody" || customer !== null
        ? null
        : `${chance.pick(["Ada", "ben", "chloé"])}${chance.int(1, 40)}@example.com`,
    financialStatus: chance.weighted([
      [16, "paid"],
      [4, "pending"],
      [2, "authorized"],
      [1, "voided"],
    ]),
    test: chance.happens(0.03),
    // The lines' tax is of their full price: a code may leave less of the price than that.
    taxesIncluded: code === null && chance.happens(0.4),
    shippingMinor: chance.happens(0.6) ? BigInt(chance.int(0, 1500)) : undefined,
    sourceName: chance.pick(["web", "web", "pos"]),
    storeCreditMinor,
    discountCodes: code === null ? [] : [code],
    lines,
  });
  return `${buyer} ${said(outcome)}`;
}

function pay(life: Life): string | null {
  const { chance, store } = life;
  const open = [...store.state.all("order").values()].filter(
    (one) =>
      one.cancelledAt === null && ["pending", "authorized", "partially_paid"].includes(one.financialStatus),
  );
  if (open.length === 0) return null;
  passTime(
    life,
    chance.weighted([
      [3, chance.int(1, 3000)],
      [1, chance.int(3000, 200_000)],
    ]),
  );
  return said(markPaid(store.store, store.state, { id: chance.pick(open).id }));
}

function edit(life: Life): string | null {
  const { chance, store } = life;
  const order = someOrder(life);
  if (order === null) return null;
  passTime(life, chance.int(1, 20_000));
  const changed = order.lines.filter(() => chance.happens(0.4));
  const quantities = changed.map((line) => ({
    lineId: line.id,
    quantity: Math.max(0, line.currentQuantity + chance.int(-2, 2)),
  }));
  const add = chance.happens(0.3) ? [someLine(life)] : [];
  return said(editOrder(store.store, store.state, { id: order.id, quantities, add }));
}

function refund(life: Life): string | null {
  const { chance, store } = life;
  const order = someOrder(life);
  if (order === null) return null;
  passTime(life, chance.int(1, 20_000));
  const { netPaymentMinor, currentShippingMinor } = orderTotals(order);
  const some = (most: bigint) => (most <= 0n ? 0n : (most * BigInt(chance.int(1, 100))) / 100n);
  const lines = order.lines
    .filter((line) => line.currentQuantity > 0 && chance.happens(0.6))
    .map((line) => ({ lineId: line.id, quantity: chance.int(1, line.currentQuantity) }));
  const input = chance.weighted<() => Omit<RefundInput, "id">>([
    [5, () => ({ lines })],
    [2, () => ({ lines, shippingMinor: some(currentShippingMinor) })],
    [2, () => ({ lines, amountMinor: some(netPaymentMinor) })],
    [2, () => ({ amountMinor: some(netPaymentMinor) })],
    [2, () => ({})],
    [1, () => ({ shippingMinor: some(currentShippingMinor) })],
    [1, () => ({ lines, restockOnly: true })],
  ])();
  return said(refundOrder(store.store, store.state, { id: order.id, ...input }));
}

function fulfil(life: Life): string | null {
  const order = someOrder(life);
  if (order === null) return null;
  passTime(life, life.chance.int(1, 20_000));
  return said(fulfillOrder(life.store.store, life.store.state, { id: order.id }));
}

function note(life: Life): string | null {
  const order = someOrder(life);
  if (order === null) return null;
  // Sometimes within the very second of the last change: two states that time alone can't tell apart.
  if (life.chance.happens(0.6)) passTime(life, life.chance.int(1, 500));
  const note = `note ${life.chance.int(1, 99)}`;
  return said(updateOrder(life.store.store, life.store.state, { id: order.id, note }));
}

function cancel(life: Life): string | null {
  const order = someOrder(life);
  if (order === null) return null;
  passTime(life, life.chance.int(1, 20_000));
  const refund = life.chance.happens(0.6);
  return said(cancelOrder(life.store.store, life.store.state, { id: order.id, refund }));
}

function remove(life: Life): string | null {
  const order = someOrder(life);
  if (order === null) return null;
  passTime(life, life.chance.int(1, 20_000));
  return said(deleteOrder(life.store.store, life.store.state, { id: order.id }));
}
