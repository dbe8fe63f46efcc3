import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discountOf, openDiscountBench, type DiscountBench } from "./discount-bench.ts";

let bench: DiscountBench;
beforeEach(async () => {
  bench = await openDiscountBench();
});
afterEach(() => bench.fixture.close());

describe("free shipping and buy X get Y", () => {
  it("take the shipping off, and refuse to combine with other shipping discounts", async () => {
    const argument =
      "freeShippingCodeDiscount: $input) { codeDiscountNode { codeDiscount { __typename ... on DiscountCodeFreeShipping { discountClasses maximumShippingPrice { amount } } } } userErrors { field code } } }";
    const shipping = (change: object) =>
      bench.run("discountCodeFreeShippingCreate", "DiscountCodeFreeShippingInput", argument, {
        title: "Free shipping",
        code: "SHIP",
        startsAt: "2026-01-01T00:00:00Z",
        destination: { all: true },
        ...change,
      });
    expect((await shipping({ combinesWith: { shippingDiscounts: true } })).userErrors).toEqual([
      {
        field: ["freeShippingCodeDiscount", "combinesWith"],
        code: "INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS",
      },
    ]);
    expect((await shipping({ maximumShippingPrice: "9.00" })).codeDiscountNode.codeDiscount).toEqual({
      __typename: "DiscountCodeFreeShipping",
      discountClasses: ["SHIPPING"],
      maximumShippingPrice: { amount: "9.00" },
    });
    const order = bench.checkout(["SHIP"]);
    expect(order.ok && order.value.shippingLines[0]!.discountAllocations[0]!.amountMinor).toBe(500n);
  });

  it("give one unit free, once an order", async () => {
    const argument =
      "bxgyCodeDiscount: $input) { codeDiscountNode { codeDiscount { ... on DiscountCodeBxgy { usesPerOrderLimit customerGets { value { ... on DiscountOnQuantity { quantity { quantity } effect { ... on DiscountPercentage { percentage } } } } } customerBuys { value { ... on DiscountQuantity { quantity } } } } } } userErrors { field code } } }";
    const items = { products: { productsToAdd: [`gid://shopify/Product/${bench.mug.id}`] } };
    const bxgy = (change: object) =>
      bench.run("discountCodeBxgyCreate", "DiscountCodeBxgyInput", argument, {
        title: "A mug on us",
        code: "MUG",
        startsAt: "2026-01-01T00:00:00Z",
        usesPerOrderLimit: 1,
        customerBuys: { items, value: { quantity: "1" } },
        customerGets: { items, value: { discountOnQuantity: { quantity: "1", effect: { percentage: 1 } } } },
        ...change,
      });
    expect((await bxgy({ customerGets: { items, value: { percentage: 1 } } })).userErrors).toMatchObject([
      { code: "MISSING_ARGUMENT" },
    ]);
    expect((await bxgy({})).codeDiscountNode.codeDiscount).toEqual({
      usesPerOrderLimit: 1,
      customerGets: { value: { quantity: { quantity: "1" }, effect: { percentage: 1 } } },
      customerBuys: { value: { quantity: "1" } },
    });
    expect(discountOf(bench.checkout(["MUG"]))).toBe(2000n);
  });
});
