import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gid } from "#dev-store/state/ids.ts";
import { putCollection } from "#dev-store/state/operations/catalogue.ts";
import { discountOf, openDiscountBench, type DiscountBench } from "./discount-bench.ts";

let bench: DiscountBench;
beforeEach(async () => {
  bench = await openDiscountBench();
});
afterEach(() => bench.fixture.close());

const BASIC = `basicCodeDiscount: $input) { codeDiscountNode { id codeDiscount { __typename ... on DiscountCodeBasic { title status usageLimit codes(first: 2) { nodes { code asyncUsageCount } }
  context { ... on DiscountCustomers { customers { id } } ... on DiscountBuyerSelectionAll { all } } discountClasses combinesWith { orderDiscounts shippingDiscounts }
  minimumRequirement { ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount } } }
  customerGets { items { ... on AllDiscountItems { allItems } ... on DiscountProducts { products(first: 2) { nodes { title } } } } value { ... on DiscountAmount { amount { amount } appliesOnEachItem } ... on DiscountPercentage { percentage } } } } } } userErrors { field code message } } }`;

const basic = (change: object = {}) => ({
  title: "5 off for Ada",
  code: "ADA-5",
  startsAt: "2026-01-01T00:00:00Z",
  usageLimit: 1,
  context: { customers: { add: [`gid://shopify/Customer/${bench.ada}`] } },
  customerGets: {
    items: { all: true },
    value: { discountAmount: { amount: "5.00", appliesOnEachItem: false } },
  },
  ...change,
});

const create = (input: object) =>
  bench.run("discountCodeBasicCreate", "DiscountCodeBasicInput", BASIC, input);

describe("discountCodeBasicCreate", () => {
  it("makes a code for one customer and one use, as a personal reward needs it", async () => {
    const result = await create(
      basic({ minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "10.00" } } }),
    );
    expect(result).toMatchObject({
      userErrors: [],
      codeDiscountNode: {
        codeDiscount: {
          __typename: "DiscountCodeBasic",
          status: "ACTIVE",
          usageLimit: 1,
          codes: { nodes: [{ code: "ADA-5", asyncUsageCount: 0 }] },
          context: { customers: [{ id: `gid://shopify/Customer/${bench.ada}` }] },
          discountClasses: ["ORDER"],
          minimumRequirement: { greaterThanOrEqualToSubtotal: { amount: "10.00" } },
          customerGets: {
            items: { allItems: true },
            value: { amount: { amount: "5.00" }, appliesOnEachItem: false },
          },
        },
      },
    });
    expect(bench.fixture.events.map((event) => event.topic)).toContain("discounts/create");
    expect(discountOf(bench.checkout(["ada-5"]))).toBe(500n);
    expect(bench.checkout(["ada-5"])).toMatchObject({ ok: false, code: "used" });
    expect(bench.checkout(["ada-5"], { customerId: null, email: "eve@example.com" })).toMatchObject({
      ok: false,
    });
  });

  it("gives away one product by an amount that does not apply on each item", async () => {
    const items = { products: { productsToAdd: [`gid://shopify/Product/${bench.mug.id}`] } };
    const value = (appliesOnEachItem: boolean) => ({
      discountAmount: { amount: "20.00", appliesOnEachItem },
    });
    const once = await create(basic({ code: "ONE", customerGets: { items, value: value(false) } }));
    expect(once.codeDiscountNode.codeDiscount).toMatchObject({
      discountClasses: ["PRODUCT"],
      customerGets: { items: { products: { nodes: [{ title: "Mug" }] } } },
    });
    expect(discountOf(bench.checkout(["ONE"]))).toBe(2000n);
    await create(basic({ code: "EACH", customerGets: { items, value: value(true) } }));
    expect(discountOf(bench.checkout(["EACH"]))).toBe(4000n);
  });

  it.each([
    ["no title", { title: " " }, ["title"], "BLANK"],
    ["no code", { code: "" }, ["code"], "BLANK"],
    ["no start", { startsAt: null }, ["startsAt"], "BLANK"],
    ["an end before the start", { endsAt: "2025-12-31T00:00:00Z" }, ["endsAt"], "END_DATE_BEFORE_START_DATE"],
    ["no use at all", { usageLimit: 0 }, ["usageLimit"], "GREATER_THAN"],
    [
      "a customer who does not exist",
      { context: { customers: { add: ["gid://shopify/Customer/1"] } } },
      ["context", "customers", "add"],
      "INVALID",
    ],
    [
      "nothing to apply to",
      { customerGets: { items: { products: {} }, value: { percentage: 0.1 } } },
      ["customerGets", "items"],
      "APPLIES_ON_NOTHING",
    ],
    [
      "all and some at once",
      { customerGets: { items: { all: true, products: {} }, value: { percentage: 0.1 } } },
      ["customerGets", "items"],
      "CONFLICT",
    ],
    [
      "a percentage of 10",
      { customerGets: { items: { all: true }, value: { percentage: 10 } } },
      ["customerGets", "value", "percentage"],
      "VALUE_OUTSIDE_RANGE",
    ],
    [
      "an amount of 0",
      { customerGets: { items: { all: true }, value: { discountAmount: { amount: "0" } } } },
      ["customerGets", "value", "discountAmount", "amount"],
      "GREATER_THAN",
    ],
    [
      "two values",
      { customerGets: { items: { all: true }, value: { percentage: 0.1, discountAmount: { amount: "1" } } } },
      ["customerGets", "value"],
      "TOO_MANY_ARGUMENTS",
    ],
    [
      "two minima",
      {
        minimumRequirement: {
          quantity: { greaterThanOrEqualToQuantity: "2" },
          subtotal: { greaterThanOrEqualToSubtotal: "5" },
        },
      },
      ["minimumRequirement"],
      "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
    ],
  ])("refuses %s", async (_, change, field, code) => {
    const result = await create(basic(change));
    expect(result.codeDiscountNode).toBeNull();
    expect(result.userErrors).toMatchObject([{ field: ["basicCodeDiscount", ...field], code }]);
  });

  it("refuses a code that is taken, whatever its case", async () => {
    await create(basic());
    expect((await create(basic({ code: "ada-5" }))).userErrors).toEqual([
      {
        field: ["basicCodeDiscount", "code"],
        code: "TAKEN",
        message: "Code must be unique. Please try a different code.",
      },
    ]);
  });

  it("is for products or for collections, not for both", async () => {
    const { store, state } = bench.fixture;
    const productId = bench.mug.id;
    const words = { title: "Mugs", handle: "mugs", descriptionHtml: "" };
    const { id } = putCollection(store, state, { ...words, productIds: [productId] });
    const items = {
      products: { productsToAdd: [gid("Product", productId)] },
      collections: { add: [gid("Collection", id)] },
    };
    const { customerGets } = basic();
    const result = await create(basic({ customerGets: { ...customerGets, items } }));
    expect(result).toMatchObject({ codeDiscountNode: null, userErrors: [{ code: "CONFLICT" }] });
  });

  it("refuses both kinds of buyers at once before it runs: the input is one of", async () => {
    const answer = await bench.fixture.query(
      `mutation ($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(${BASIC}`,
      {
        input: basic({ context: { all: "ALL", customers: { add: [] } } }),
      },
    );
    expect(answer.errors).toHaveLength(1);
    expect(bench.fixture.state.all("discount").size).toBe(0);
  });
});

describe("a discount by its code", () => {
  const find = async (code: string) =>
    (
      await bench.fixture.query("query ($code: String!) { codeDiscountNodeByCode(code: $code) { id } }", {
        code,
      })
    ).data.codeDiscountNodeByCode;

  it("is found without regard to case, null where there is none or it was deleted", async () => {
    const { id } = (await create(basic())).codeDiscountNode as { id: string };
    expect(await find("ADA-5")).toEqual({ id });
    expect(await find("ada-5")).toEqual({ id });
    expect(await find("ADA-6")).toBeNull();
    const remove = () =>
      bench.fixture.query(
        `mutation { discountCodeDelete(id: "${id}") { deletedCodeDiscountId userErrors { code } } }`,
      );
    expect((await remove()).data.discountCodeDelete).toEqual({ deletedCodeDiscountId: id, userErrors: [] });
    expect(await find("ADA-5")).toBeNull();
    expect((await remove()).data.discountCodeDelete.userErrors).toEqual([{ code: "INVALID" }]);
    expect(bench.fixture.events.map((event) => event.topic)).toContain("discounts/delete");
  });

  it("ends when it is switched off", async () => {
    const { id } = (await create(basic())).codeDiscountNode as { id: string };
    const off = await bench.fixture.query(
      `mutation { discountCodeDeactivate(id: "${id}") { codeDiscountNode { codeDiscount { ... on DiscountCodeBasic { status endsAt } } } userErrors { code } } }`,
    );
    expect(off.data.discountCodeDeactivate).toMatchObject({
      codeDiscountNode: { codeDiscount: { status: "EXPIRED" } },
      userErrors: [],
    });
    expect(bench.checkout(["ADA-5"])).toMatchObject({ ok: false, code: "expired" });
  });

  it("keeps what an update leaves out, and its uses", async () => {
    const { id } = (await create(basic({ usageLimit: 2 }))).codeDiscountNode as { id: string };
    discountOf(bench.checkout(["ADA-5"]));
    const answer = await bench.fixture.query(
      `mutation ($input: DiscountCodeBasicInput!) { discountCodeBasicUpdate(id: "${id}", ${BASIC}`,
      {
        input: { endsAt: "2030-01-01T00:00:00Z", combinesWith: { shippingDiscounts: true } },
      },
    );
    expect(answer.data.discountCodeBasicUpdate).toMatchObject({
      userErrors: [],
      codeDiscountNode: {
        id,
        codeDiscount: {
          title: "5 off for Ada",
          codes: { nodes: [{ code: "ADA-5", asyncUsageCount: 1 }] },
          combinesWith: { orderDiscounts: false, shippingDiscounts: true },
        },
      },
    });
    expect(answer.data.discountCodeBasicUpdate.codeDiscountNode.codeDiscount.context.customers).toHaveLength(
      1,
    );
  });

  it("is listed by code and status", async () => {
    await create(basic());
    await create(basic({ code: "LATER", startsAt: "2090-01-01T00:00:00Z" }));
    const list = async (query: string) =>
      (
        await bench.fixture.query(
          "query ($query: String) { codeDiscountNodes(first: 5, query: $query) { nodes { codeDiscount { ... on DiscountCodeBasic { codes(first: 1) { nodes { code } } } } } } }",
          { query },
        )
      ).data.codeDiscountNodes.nodes.map(
        (one: { codeDiscount: { codes: { nodes: { code: string }[] } } }) =>
          one.codeDiscount.codes.nodes[0]!.code,
      );
    expect(await list("")).toEqual(["ADA-5", "LATER"]);
    expect(await list("status:scheduled")).toEqual(["LATER"]);
    expect(await list("code:ada-5")).toEqual(["ADA-5"]);
  });
});
