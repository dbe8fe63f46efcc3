import { describe, expect, test } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { digestOfOrder } from "#app/usecases/orders/digest-order.ts";
import type { KnownOrder, OrderState, Untold } from "#app/usecases/inbox/inbox-ports.ts";
import { planOrderNews } from "#app/usecases/orders/plan-order-events.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));
const PROGRAM_SINCE = new Date("2026-01-01T00:00:00Z");

function facts(overrides: Partial<OrderFacts> = {}): OrderFacts {
  return {
    orderId: "gid://shopify/Order/1",
    name: "#1001",
    ...{ customer: null, email: null, processedAt: at(0), paidAt: at(0), fulfilledAt: null },
    ...{ cancelledAt: null, deletedAt: null },
    ...{ test: false, financialStatus: "paid", source: "web", lines: [], refunds: [] },
    ...{ taxMinor: 0n, shippingMinor: 0n, totalMinor: 2000n, storeCreditMinor: 0n },
    ...{ updatedAt: at(1), origin: "shopify" },
    ...overrides,
  };
}
const told = (overrides: Partial<OrderFacts> = {}, ...untold: Untold[]): OrderState => ({
  facts: facts(overrides),
  untold: new Set(untold),
});
const known = (of: OrderFacts, overrides: Partial<KnownOrder> = {}): KnownOrder => ({
  ...{
    updatedAt: of.updatedAt,
    origin: of.origin,
    paidAt: of.paidAt,
    deleted: false,
    digest: digestOfOrder(of),
  },
  ...{
    financialStatus: of.financialStatus,
    totalMinor: of.totalMinor,
    cancelledAt: of.cancelledAt,
    fulfilledAt: of.fulfilledAt,
    refunds: of.refunds.length,
  },
  ...overrides,
});
const plan = (states: OrderState[], before: KnownOrder | null = null, named = false) =>
  planOrderNews({ orderId: "gid://shopify/Order/1", states, named }, before, PROGRAM_SINCE);

describe("the newest state of an order", () => {
  test("is recorded, the older ones of the batch are not", () => {
    const newest = told({ updatedAt: at(9), totalMinor: 1n });
    expect(plan([told(), newest, told({ updatedAt: at(5) })])).toEqual({
      kind: "record",
      facts: newest.facts,
    });
  });
  test("is skipped when a newer one is known", () => {
    expect(plan([told()], known(facts({ updatedAt: at(2) })))).toEqual({ kind: "known" });
  });
  test("is skipped when it is the known one told by another topic", () => {
    expect(plan([told(), told({ paidAt: null }, "paid-at")], known(facts()))).toEqual({ kind: "known" });
  });
  test("beats a row of a file, whatever its age", () => {
    expect(plan([told()], known(facts({ updatedAt: at(2) }), { origin: "csv" })).kind).toBe("record");
  });
});

describe("Shopify is asked", () => {
  test("when another state of the same second is known", () => {
    expect(plan([told({ financialStatus: "pending" })], known(facts())).kind).toBe("fetch");
  });
  test("when the batch holds two states of one second", () => {
    expect(plan([told(), told({ financialStatus: "pending" })]).kind).toBe("fetch");
  });
  test("when an event only names the order", () => {
    const state = told();
    expect(plan([state], null, true)).toEqual({ kind: "fetch", fallback: state.facts });
    expect(plan([], null, true)).toEqual({ kind: "fetch", fallback: null });
  });
  test("for the moment of payment, unless it is known already", () => {
    const late = told({ paidAt: null, updatedAt: at(9) }, "paid-at");
    expect(plan([late], known(facts({ paidAt: null }))).kind).toBe("fetch");
    expect(plan([late], known(facts())).kind).toBe("record");
  });
  test("for store credit and foreign refunds each time", () => {
    expect(plan([told({ updatedAt: at(9) }, "store-credit")], known(facts())).kind).toBe("fetch");
    expect(plan([told({ updatedAt: at(9) }, "shop-money")], known(facts())).kind).toBe("fetch");
  });
});

test("a state that says the moment of payment is preferred to the same state that does not", () => {
  const paid = told({ paidAt: at(0) });
  expect(plan([told({ paidAt: null }, "paid-at"), paid])).toEqual({ kind: "record", facts: paid.facts });
});
