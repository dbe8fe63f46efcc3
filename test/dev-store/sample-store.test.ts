import { afterEach, describe, expect, it } from "vitest";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { demoShop, startTestStore, type TestStore } from "./support/test-store.ts";

let store: TestStore;
afterEach(() => store.close());

async function sample(environment: Record<string, string>) {
  store = await startTestStore({ csv: null, environment });
  const state = store.running.store.shop(demoShop);
  if (!state) throw new Error("no demo shop");
  return { state, orders: [...state.all("order").values()] };
}

const now = "2026-06-01T12:00:00Z";
const digest = (orders: Order[]): unknown[] =>
  orders.map((order) => [order.id, order.name, order.processedAt, orderTotals(order).currentTotalMinor]);

describe("the sample store", () => {
  it("is the same for the same clock", async () => {
    const first = digest((await sample({ DEV_STORE_NOW: now })).orders);
    await store.close();
    // The clock runs on while the first store is planted: seconds of an order may differ, not what was bought.
    const second = digest((await sample({ DEV_STORE_NOW: now })).orders);
    expect(second.length).toBe(first.length);
    expect(second.map((one) => (one as unknown[])[3])).toEqual(first.map((one) => (one as unknown[])[3]));
  });

  it("has 300 customers, 40 products with pictures, and about 900 orders of the last eighteen months", async () => {
    const { state, orders } = await sample({ DEV_STORE_NOW: now });
    expect(state.all("customer").size).toBe(300);
    expect(state.all("product").size).toBe(40);
    expect([...state.all("product").values()].every((product) => product.imageSvg?.startsWith("<svg"))).toBe(
      true,
    );
    expect(orders.length).toBeGreaterThan(800);
    expect(orders.length).toBeLessThan(1000);
    const days = orders.map((order) => (Date.parse(now) - Date.parse(order.processedAt)) / 86_400_000);
    expect(Math.max(...days)).toBeLessThan(549);
    expect(Math.max(...days)).toBeGreaterThan(500);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(-0.01);
  });

  it("has refunds, cancellations, discounts, guests, unpaid orders and names in several scripts", async () => {
    const { state, orders } = await sample({ DEV_STORE_NOW: now });
    const some = (of: (order: Order) => boolean): number => orders.filter(of).length;
    expect(some((order) => order.financialStatus === "refunded")).toBeGreaterThan(10);
    expect(some((order) => order.financialStatus === "partially_refunded")).toBeGreaterThan(10);
    expect(some((order) => order.cancelledAt !== null)).toBeGreaterThan(5);
    expect(some((order) => order.discountApplications.length > 0)).toBeGreaterThan(30);
    expect(some((order) => order.customerId === null)).toBeGreaterThan(20);
    expect(some((order) => order.financialStatus === "pending")).toBeGreaterThan(2);
    const names = [...state.all("customer").values()].map((customer) => customer.lastName ?? "").join("");
    for (const script of [
      /\p{Script=Latin}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Han}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Greek}/u,
    ])
      expect(names).toMatch(script);
  });

  it("is priced in whole yen and in dinars with three decimals", async () => {
    const yen = (await sample({ DEV_STORE_NOW: now, DEV_STORE_CURRENCY: "JPY" })).state;
    expect([...yen.all("product").values()][0]?.variants[0]?.priceMinor).toBe(3490n);
    await store.close();
    const dinar = (await sample({ DEV_STORE_NOW: now, DEV_STORE_CURRENCY: "KWD" })).state;
    expect([...dinar.all("product").values()][0]?.variants[0]?.priceMinor).toBe(34_900n);
  });
});
