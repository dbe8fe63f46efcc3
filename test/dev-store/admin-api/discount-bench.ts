/** A store with a customer and a mug to sell, a way to run a discount mutation, and a checkout with codes. */
import { expect } from "vitest";
import type { Outcome } from "#dev-store/state/model.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { putProduct } from "#dev-store/state/operations/catalogue.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { openFixture, type Fixture, type Json } from "./support.ts";

export interface DiscountBench {
  fixture: Fixture;
  /** Numeric id of the customer. */
  ada: string;
  mug: { id: string; variantId: string };
  /** `argument` is the rest of the mutation's text, from its input's name on; gives the payload. */
  run: (field: string, type: string, argument: string, input: object) => Promise<Json>;
  /** Two mugs at 20.00 and 5.00 of shipping, bought by Ada unless `overrides` says otherwise. */
  checkout: (codes: string[], overrides?: object) => Outcome<Order>;
}

export async function openDiscountBench(): Promise<DiscountBench> {
  const fixture = await openFixture();
  const made = createCustomer(fixture.store, fixture.state, { email: "ada@example.com" });
  if (!made.ok) throw new Error(made.detail);
  const ada = made.value.id;
  const variantId = fixture.store.newId();
  const product = putProduct(fixture.store, fixture.state, {
    title: "Mug",
    handle: "mug",
    vendor: "Clay & Co",
    productType: "",
    tags: [],
    status: "active",
    descriptionHtml: "",
    giftCard: false,
    imageSvg: null,
    variants: [
      {
        id: variantId,
        title: "Default Title",
        sku: null,
        priceMinor: 2000n,
        compareAtPriceMinor: null,
        taxable: true,
        requiresShipping: true,
        inventoryQuantity: 9,
      },
    ],
    publishedAt: null,
  });
  const mug = { id: product.id, variantId };
  return {
    fixture,
    ada,
    mug,
    run: async (field, type, argument, input) => {
      const answer = await fixture.query(`mutation ($input: ${type}!) { ${field}(${argument}`, { input });
      expect(answer.errors).toBeUndefined();
      return answer.data[field];
    },
    checkout: (codes, overrides = {}) =>
      createOrder(fixture.store, fixture.state, {
        customerId: ada,
        discountCodes: codes,
        shippingMinor: 500n,
        lines: [
          { title: "Mug", priceMinor: 2000n, quantity: 2, productId: mug.id, variantId: mug.variantId },
        ],
        ...overrides,
      }),
  };
}

/** What the order's lines were discounted by. */
export function discountOf(outcome: Outcome<Order>): bigint {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.lines
    .flatMap((line) => line.discountAllocations)
    .reduce((sum, one) => sum + one.amountMinor, 0n);
}
