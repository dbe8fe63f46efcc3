import AxeBuilder from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Product } from "#dev-store/state/model/catalogue.ts";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import { closeBrowser, newContext } from "#test/support/browser.ts";
import {
  adasPoints,
  addCustomer,
  addProduct,
  addShop,
  launchedProgram,
  openDevStore,
  postForm,
  publishLoyalty,
  publishProgram,
  words,
} from "../storefront/open-dev-store.ts";
import type { DevStore } from "../storefront/open-dev-store.ts";

const admin = "/admin/perennial-demo";
let dev: DevStore;
let ada: Customer;
let fern: Product;

beforeAll(async () => {
  dev = await openDevStore();
  ada = addCustomer(dev.store, dev.state, "ada@example.com", "Ada");
  fern = addProduct(dev.store, dev.state, "Fern", 1999n);
  addShop(dev.store, "second.myshopify.com", "Second store", "EUR");
  publishProgram(dev.store, dev.state, launchedProgram);
  publishLoyalty(dev.store, dev.state, ada, adasPoints);
});
afterAll(async () => {
  await closeBrowser();
  await dev.close();
});

function send(address: string, fields: Record<string, string> = {}): Promise<Response> {
  return postForm(dev.url + admin + address, fields);
}

/** An order of so many ferns at 19.99, placed by the admin's form. */
async function placeOrder(quantity: number, more: Record<string, string> = {}): Promise<string> {
  const variant = fern.variants[0]?.id ?? "";
  const placed = await send("/orders", {
    email: "ada@example.com",
    variant,
    quantity: String(quantity),
    ...more,
  });
  expect(placed.status).toBe(303);
  return placed.headers.get("location")?.split("/").at(-1) ?? "";
}

function order(id: string) {
  const found = dev.state.get("order", id);
  if (!found) throw new Error(`order ${id} is gone`);
  return found;
}

describe("orders by the admin's buttons", () => {
  it("places one for a customer, who is known again by the e-mail", async () => {
    const id = await placeOrder(2);
    expect(order(id).customerId).toBe(ada.id);
    expect(orderTotals(order(id)).totalMinor).toBe(39_98n);
    expect(words(await dev.page(`${admin}/orders/${id}`))).toContain("Fern");
    expect(words(await dev.page(`${admin}/orders`))).toContain(order(id).name);
  });

  it("takes the payment of an unpaid one", async () => {
    const id = await placeOrder(1, { unpaid: "1" });
    expect(order(id).financialStatus).toBe("pending");
    await send(`/orders/${id}/paid`);
    expect(order(id).financialStatus).toBe("paid");
  });

  it("refunds units, an amount, and everything", async () => {
    const id = await placeOrder(3);
    const line = order(id).lines[0]?.id ?? "";
    await send(`/orders/${id}/refund`, { [`quantity_${line}`]: "1" });
    expect(orderTotals(order(id)).refundedMinor).toBe(19_99n);
    await send(`/orders/${id}/refund`, { amount: "5.00" });
    expect(orderTotals(order(id)).refundedMinor).toBe(24_99n);
    await send(`/orders/${id}/refund`, { everything: "1" });
    expect(order(id).financialStatus).toBe("refunded");
  });

  it("edits quantities and adds an item", async () => {
    const id = await placeOrder(2);
    const line = order(id).lines[0]?.id ?? "";
    await send(`/orders/${id}/edit`, { [`quantity_${line}`]: "1", add_title: "Soil", add_price: "3.50" });
    expect(order(id).lines.map((one) => [one.title, one.currentQuantity])).toEqual([
      ["Fern", 1],
      ["Soil", 1],
    ]);
  });

  it("fulfills, cancels with the money back, and deletes", async () => {
    const id = await placeOrder(1);
    await send(`/orders/${id}/fulfill`);
    expect(orderTotals(order(id)).fulfillmentStatus).toBe("fulfilled");
    const other = await placeOrder(1);
    await send(`/orders/${other}/cancel`, { refund: "1" });
    expect([order(other).cancelledAt === null, order(other).financialStatus]).toEqual([false, "refunded"]);
    await send(`/orders/${other}/delete`);
    expect(dev.state.get("order", other)).toBeNull();
  });

  it.each([
    ["more units than there are", { quantity: "9" }, "has 1 units left to refund"],
    ["an amount that is none", { amount: "lots" }, "is not an amount of USD"],
  ])("refuses a refund of %s and changes nothing", async (_what, fields, refusal) => {
    const id = await placeOrder(1);
    const line = order(id).lines[0]?.id ?? "";
    const named = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name === "quantity" ? `quantity_${line}` : name, value]),
    );
    const answer = await send(`/orders/${id}/refund`, named);
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain(refusal);
    expect(order(id).refunds).toEqual([]);
  });

  it("refuses a quantity of none", async () => {
    const answer = await send("/orders", { variant: fern.variants[0]?.id ?? "", quantity: "0" });
    expect(answer.status).toBe(422);
  });
});

describe("the switches of the app's blocks", () => {
  it("put a block on a page and take it away again", async () => {
    await send("/theme", { "product:points-balance": "1" });
    expect(await dev.page("/")).not.toContain("perennial-balance");
    const product = await dev.page("/products/fern");
    expect(product).toContain("perennial-balance");
    expect(product).not.toContain("perennial-earn");
    await send("/theme", {
      "index:points-balance": "1",
      "product:earn-points": "1",
      "account:points-balance": "1",
    });
    expect(await dev.page("/")).toContain("perennial-balance");
    expect(await dev.page("/products/fern")).toContain("perennial-earn");
  });

  it("belong to their shop alone", async () => {
    await postForm(`${dev.url}/admin/second/theme`, {});
    expect(await dev.page("/")).toContain("perennial-balance");
  });

  it("offer no block where its schema does not allow it", async () => {
    const html = await dev.page(`${admin}/theme`);
    expect(html).toContain('name="product:earn-points"');
    expect(html).not.toContain('name="index:earn-points"');
  });
});

describe("every admin page", () => {
  it("is found by axe to be accessible, wide and on a phone", async () => {
    const id = await placeOrder(1);
    const addresses = [
      "/admin",
      admin,
      `${admin}/orders`,
      `${admin}/orders/${id}`,
      `${admin}/customers`,
      `${admin}/customers/${ada.id}`,
      `${admin}/products`,
      `${admin}/discounts`,
      `${admin}/outbox`,
      `${admin}/theme`,
    ];
    const found: string[] = [];
    for (const width of [1280, 360]) {
      const context = await newContext({ viewport: { width, height: 740 } });
      const page = await context.newPage();
      for (const address of addresses) {
        await page.goto(dev.url + address);
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const one of violations)
          found.push(`${address} ${width}: ${one.id} ${one.nodes[0]?.html ?? ""}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) found.push(`${address} ${width}: ${overflow} px wider than the screen`);
      }
      await context.close();
    }
    expect(found).toEqual([]);
  }, 60_000);

  it("says when the app is not installed", async () => {
    const { installation } = dev.state;
    if (!installation) throw new Error("the fixture installs the app");
    dev.store.write(dev.state, (change) => change.put("installation", { ...installation, installed: false }));
    const response = await fetch(`${dev.url}${admin}/apps/perennial`);
    const token = await fetch(`${dev.url}${admin}/session-token`, { method: "POST" });
    dev.store.write(dev.state, (change) => change.put("installation", installation));
    expect(response.status).toBe(404);
    expect(words(await response.text())).toContain("The app is not installed on this store.");
    expect(token.status).toBe(422);
  });
});

describe("the words of admin and theme", () => {
  const keysOf = (node: unknown, prefix = ""): string[] => {
    if (typeof node !== "object" || node === null) return [prefix];
    if ("other" in node) return [prefix];
    return Object.entries(node).flatMap(([key, value]) => keysOf(value, `${prefix}.${key}`));
  };

  it.each(["admin-shell", "storefront/theme"])("of %s are the same in English and Russian", (folder) => {
    const locales = path.join(import.meta.dirname, "../../../dev-store", folder, "locales");
    const read = (file: string) => keysOf(JSON.parse(readFileSync(path.join(locales, file), "utf8"))).sort();
    expect(read("ru.json")).toEqual(read("en.default.json"));
  });

  it("are all there: no page names a missing one, in either language", async () => {
    const id = await placeOrder(1);
    const addresses = [
      ...["", "/orders", `/orders/${id}`, "/customers", "/products", "/discounts", "/outbox", "/theme"].map(
        (one) => admin + one,
      ),
      ...["/", "/collections", "/products/fern", "/cart", "/account/login"],
    ];
    for (const address of addresses)
      for (const locale of ["en", "ru"])
        expect(await dev.page(`${address}?locale=${locale}`), address).not.toContain("Translation missing");
  });
});
