import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Product } from "#dev-store/state/model/catalogue.ts";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { creditStoreCredit } from "#dev-store/state/operations/credit.ts";
import { saveDiscount } from "#dev-store/state/operations/discounts.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import { addCustomer, addProduct, cookieOf, openDevStore, postForm, words } from "./open-dev-store.ts";
import type { DevStore } from "./open-dev-store.ts";

let dev: DevStore;
let ada: Customer;
let fern: Product;
let jar: string;

beforeAll(async () => {
  dev = await openDevStore();
  ada = addCustomer(dev.store, dev.state, "ada@example.com", "Ada");
  fern = addProduct(dev.store, dev.state, "Fern", 1999n);
  addCode("TEN", {});
  addCode("ADAS", { customerIds: [ada.id] });
  addCode("GONE", { endsAt: "2026-01-02T00:00:00Z" });
  addCode("BIG", { minimum: { kind: "subtotal", amountMinor: 500_00n } });
  addCode("ONCE", { usageLimit: 1 });
});
afterAll(() => dev.close());
beforeEach(() => {
  jar = "";
});

function addCode(code: string, more: Partial<Parameters<typeof saveDiscount>[2]>): void {
  const saved = saveDiscount(dev.store, dev.state, {
    automatic: false,
    title: code,
    codes: [code],
    value: { kind: "amount-off", amountMinor: 1000n, appliesOnEachItem: false },
    discountClass: "order",
    items: { all: true, productIds: [], variantIds: [], collectionIds: [] },
    customerIds: null,
    minimum: { kind: "none" },
    usageLimit: null,
    appliesOncePerCustomer: false,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
    startsAt: "2026-01-01T00:00:00Z",
    endsAt: null,
    createdByApp: false,
    ...more,
  });
  if (!saved.ok) throw new Error(saved.detail);
}

/** A browser's cookies over several requests. */
async function send(address: string, fields: Record<string, string>): Promise<Response> {
  const response = await postForm(dev.url + address, fields, jar);
  const kept = new Map(
    jar
      .split("; ")
      .filter(Boolean)
      .map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  for (const cookie of response.headers.getSetCookie()) {
    const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
    kept.set(name, value);
  }
  jar = [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
  return response;
}

function addToCart(quantity = 1): Promise<Response> {
  return send("/cart/add", { id: fern.variants[0]?.id ?? "", quantity: String(quantity) });
}

async function see(address: string): Promise<string> {
  return words(await dev.page(address, { headers: { cookie: jar } }));
}

function lastOrder() {
  const order = [...dev.state.all("order").values()].at(-1);
  if (!order) throw new Error("no order was placed");
  return order;
}

describe("the cart", () => {
  it("adds up, changes and empties", async () => {
    await addToCart();
    await addToCart();
    expect(await see("/cart")).toContain("$39.98");
    await send("/cart/change", { [`quantity_${fern.variants[0]?.id}`]: "3" });
    expect(await see("/cart")).toContain("$59.97");
    await send("/cart/change", { remove: fern.variants[0]?.id ?? "" });
    expect(await see("/cart")).toContain("Your cart is empty.");
  });

  it("ignores what is no quantity and what is not sold", async () => {
    await send("/cart/add", { id: fern.variants[0]?.id ?? "", quantity: "-5" });
    await send("/cart/add", { id: "123", quantity: "1" });
    expect(await see("/cart")).toContain("Your cart is empty.");
  });
});

describe("checkout", () => {
  it("honours a code: the order carries it, and the sum is right", async () => {
    await addToCart(2);
    expect((await send("/checkout/codes", { code: "ten" })).status).toBe(303);
    expect(await see("/checkout")).toContain("−$10.00");
    const placed = await send("/checkout", { email: "new@example.com" });
    expect(placed.status).toBe(303);
    const order = lastOrder();
    expect(order.discountApplications.map((one) => one.code)).toEqual(["ten"]);
    expect(orderTotals(order).totalMinor).toBe(39_98n - 10_00n + 5_00n);
    const thanks = await see(placed.headers.get("location") ?? "");
    expect(thanks).toContain(`Thank you, order ${order.name} is placed`);
    expect(thanks).toContain("$34.98");
  });

  it.each([
    ["an unknown code", "NOPE", "There is no code NOPE."],
    ["an expired code", "GONE", "The code GONE is not valid at this time."],
    ["another customer's code", "ADAS", "The code ADAS is not for this customer or cart."],
    ["a code whose minimum the cart misses", "BIG", "The cart is too small for the code BIG."],
  ])("refuses %s and says why", async (_what, code, refusal) => {
    await addToCart();
    const answer = await send("/checkout/codes", { code });
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain(refusal);
    expect(await see("/checkout")).toContain("Total $24.99");
  });

  it("refuses a code that does not combine with the one before", async () => {
    await addToCart();
    await send("/checkout/codes", { code: "TEN" });
    const answer = await send("/checkout/codes", { code: "ONCE" });
    expect(words(await answer.text())).toContain("The code ONCE can't be combined with the others.");
  });

  it("refuses at the end a code that was used up meanwhile, and places no order", async () => {
    await addToCart();
    await send("/checkout/codes", { code: "ONCE" });
    const late = jar;
    await send("/checkout", { email: "first@example.com" });
    const orders = dev.state.all("order").size;
    jar = late;
    const answer = await send("/checkout", { email: "second@example.com" });
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain("The code ONCE has been used up.");
    expect(dev.state.all("order").size).toBe(orders);
  });

  it("asks a guest for an e-mail address", async () => {
    await addToCart();
    const answer = await send("/checkout", { email: "nobody" });
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain("Enter an e-mail address such as name@example.com.");
  });

  it("takes a customer's own code and store credit, down to nothing left to pay", async () => {
    jar = cookieOf(ada);
    creditStoreCredit(dev.store, dev.state, { customerId: ada.id, amountMinor: 100_00n, currency: "USD" });
    await addToCart();
    await send("/checkout/codes", { code: "ADAS" });
    expect(await see("/checkout")).toContain("Use my store credit ($100.00)");
    await send("/checkout", { store_credit: "1" });
    const order = lastOrder();
    expect(order.customerId).toBe(ada.id);
    expect(order.transactions.map((one) => [one.gateway, one.amountMinor])).toEqual([
      ["shopify_store_credit", 14_99n],
    ]);
    expect(await see("/account")).toContain("Store credit: $85.01");
  });

  it("shows an order to who holds its address and to nobody else", async () => {
    const order = lastOrder();
    const guessed = await fetch(`${dev.url}/orders/${order.id}?key=${"0".repeat(32)}`);
    expect(guessed.status).toBe(404);
  });

  it("writes what a shopper typed as text", async () => {
    await addToCart();
    const answer = await send("/checkout/codes", { code: "<img src=x>" });
    const html = await answer.text();
    expect(html).toContain("There is no code &lt;img src=x&gt;.");
    expect(html).not.toContain("<img src=x>");
  });
});

describe("currencies without cents and with three decimals", () => {
  it.each([
    ["JPY", 1000n, "¥1,000", "Total ¥1,005"],
    ["KWD", 1250n, "KWD 1.250", "Total KWD 6.250"],
  ])("%s is written as people write it", async (currency, priceMinor, price, total) => {
    const other = await openDevStore({ currency });
    const product = addProduct(other.store, other.state, "Fern", priceMinor);
    expect(words(await other.page("/products/fern")).replaceAll("\u00a0", " ")).toContain(price);
    const added = await postForm(`${other.url}/cart/add`, {
      id: product.variants[0]?.id ?? "",
      quantity: "1",
    });
    const cookie = added.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const checkout = words(await other.page("/checkout", { headers: { cookie } })).replaceAll("\u00a0", " ");
    await other.close();
    expect(checkout).toContain(total);
  });
});
