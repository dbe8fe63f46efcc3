import { createWriteStream } from "node:fs";
import { once } from "node:events";

export const LINES_PER_TWO_ORDERS = 5;

/** A repeatable stream of numbers in [0, 1) (linear congruential, Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const money = (minor: number) => ({ shopMoney: { amount: (minor / 100).toFixed(2) } });

const FIRST_AT = Date.UTC(2022, 0, 1);
const LAST_AT = Date.UTC(2026, 0, 1);

/** An order of history and its 2 or 3 lines, as a bulk operation writes them; `orders` of them fill four years, however many. */
function orderLines(index: number, orders: number, next: () => number): string[] {
  const customers = Math.ceil(orders * 0.3);
  const orderId = `gid://shopify/Order/${4_000_000_000_000 + index}`;
  const customer = 1 + Math.floor(next() * customers);
  const email = `customer${customer}@example.com`;
  const seconds = Math.floor((index * (LAST_AT - FIRST_AT)) / orders / 1000);
  const at = new Date(FIRST_AT + seconds * 1000).toISOString().replace(".000Z", "Z");
  let total = 0;
  const lines = Array.from({ length: 2 + (index % 2) }, (_, position) => {
    const price = 500 + Math.floor(next() * 5_000);
    const product = Math.floor(next() * 500);
    total += price;
    return JSON.stringify({
      id: `gid://shopify/LineItem/${5_000_000_000_000 + index * 3 + position}`,
      title: `Product number ${product}`,
      sku: `SKU-${product}`,
      vendor: `Vendor ${product % 20}`,
      quantity: 1,
      isGiftCard: false,
      product: { id: `gid://shopify/Product/${700_000 + product}` },
      variant: { id: `gid://shopify/ProductVariant/${800_000 + product}` },
      originalUnitPriceSet: money(price),
      discountAllocations: [],
      taxLines: [{ priceSet: money(Math.round(price * 0.08)) }],
      __parentId: orderId,
    });
  });
  const tax = Math.round(total * 0.08);
  const order = {
    id: orderId,
    name: `#${1001 + index}`,
    email,
    test: false,
    edited: false,
    sourceName: "web",
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    taxesIncluded: false,
    displayFinancialStatus: "PAID",
    paymentGatewayNames: ["bogus"],
    customer: {
      id: `gid://shopify/Customer/${6_000_000_000_000 + customer}`,
      firstName: `First${customer}`,
      lastName: `Last${customer}`,
      state: "DISABLED",
      tags: [],
      defaultEmailAddress: { emailAddress: email },
    },
    totalTaxSet: money(tax),
    shippingLine: { discountedPriceSet: money(500) },
    totalPriceSet: money(total + 500 + tax),
    discountCodes: [],
    refunds: [],
  };
  return [JSON.stringify(order), ...lines];
}

/** Writes the result of a bulk operation over `orders` synthetic orders, three to four of them a customer; its objects. */
export async function writeSyntheticResult(path: string, orders: number): Promise<number> {
  const next = seeded(42);
  const file = createWriteStream(path);
  let objects = 0;
  let text = "";
  for (let index = 0; index < orders; index++) {
    const lines = orderLines(index, orders, next);
    objects += lines.length;
    text += lines.join("\n") + "\n";
    if (text.length < 1_000_000) continue;
    if (!file.write(text)) await once(file, "drain");
    text = "";
  }
  file.end(text);
  await once(file, "finish");
  return objects;
}
