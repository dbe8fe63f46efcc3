import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateCustomer } from "#dev-store/state/operations/customers.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import type { Outcome } from "#dev-store/state/model.ts";
import { openDiscountBench, type DiscountBench } from "./discount-bench.ts";
import { openFixture } from "./support.ts";

let bench: DiscountBench;
beforeEach(async () => {
  bench = await openDiscountBench();
});
afterEach(() => bench.fixture.close());

const segmentOf = async (tag: string, name = tag): Promise<string> => {
  const answer = await bench.fixture.query(
    "mutation ($name: String!, $query: String!) { segmentCreate(name: $name, query: $query) { segment { id } userErrors { field message } } }",
    { name, query: `customer_tags CONTAINS '${tag}'` },
  );
  expect(answer.data.segmentCreate.userErrors).toEqual([]);
  return answer.data.segmentCreate.segment.id;
};

const automatic = (segment: string, change: object = {}) =>
  bench.run(
    "discountAutomaticFreeShippingCreate",
    "DiscountAutomaticFreeShippingInput",
    "freeShippingAutomaticDiscount: $input) { automaticDiscountNode { id automaticDiscount { ... on DiscountAutomaticFreeShipping { status title context { ... on DiscountCustomerSegments { segments { id query } } } } } } userErrors { field code message } } }",
    {
      ...{ title: "Gold ships free", startsAt: "2026-01-01T00:00:00Z", destination: { all: true } },
      ...{ context: { customerSegments: { add: [segment] } }, combinesWith: { orderDiscounts: true } },
      ...change,
    },
  );

const tag = (tags: string[]) =>
  updateCustomer(bench.fixture.store, bench.fixture.state, { id: bench.ada, tags });

function shippingOff(outcome: Outcome<Order>): bigint {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.shippingLines
    .flatMap((line) => line.discountAllocations)
    .reduce((sum, one) => sum + one.amountMinor, 0n);
}

describe("an automatic discount for a segment", () => {
  it("ships free whoever has the tag at checkout, in any case of letters, and nobody else", async () => {
    const made = await automatic(await segmentOf("tier:gold"));
    expect(made).toMatchObject({
      userErrors: [],
      automaticDiscountNode: {
        automaticDiscount: {
          status: "ACTIVE",
          context: { segments: [{ query: "customer_tags CONTAINS 'tier:gold'" }] },
        },
      },
    });
    expect(shippingOff(bench.checkout([]))).toBe(0n);
    tag(["Tier:Gold"]);
    expect(shippingOff(bench.checkout([]))).toBe(500n);
    expect(shippingOff(bench.checkout([], { customerId: null, email: "ada@example.com" }))).toBe(500n);
    expect(shippingOff(bench.checkout([], { customerId: null, email: "eve@example.com" }))).toBe(0n);
    tag(["tier:silver"]);
    expect(shippingOff(bench.checkout([]))).toBe(0n);
  });

  it("ends with its segment, is changed and deleted by its id, and says so when it is not there", async () => {
    const segment = await segmentOf("gold");
    tag(["gold"]);
    const { automaticDiscountNode } = await automatic(segment);
    const { id } = automaticDiscountNode;
    const update = (target: string) =>
      bench.fixture.query(
        'mutation ($id: ID!) { discountAutomaticFreeShippingUpdate(id: $id, freeShippingAutomaticDiscount: { title: "Or" }) { automaticDiscountNode { id } userErrors { message } } }',
        { id: target },
      );
    expect((await update(id)).data.discountAutomaticFreeShippingUpdate.userErrors).toEqual([]);
    expect(shippingOff(bench.checkout([]))).toBe(500n);
    await bench.fixture.query("mutation ($id: ID!) { segmentDelete(id: $id) { deletedSegmentId } }", {
      id: segment,
    });
    expect(shippingOff(bench.checkout([]))).toBe(0n);
    const gone = await bench.fixture.query(
      "mutation ($id: ID!) { discountAutomaticDelete(id: $id) { deletedAutomaticDiscountId userErrors { message } } }",
      { id },
    );
    expect(gone.data.discountAutomaticDelete).toEqual({ deletedAutomaticDiscountId: id, userErrors: [] });
    expect((await update(id)).data.discountAutomaticFreeShippingUpdate.userErrors).toEqual([
      { message: "Automatic discount does not exist." },
    ]);
    const { data } = await bench.fixture.query(
      "query ($id: ID!) { automaticDiscountNode(id: $id) { id } automaticDiscountNodes(first: 5) { nodes { id } } }",
      { id },
    );
    expect(data).toEqual({ automaticDiscountNode: null, automaticDiscountNodes: { nodes: [] } });
  });

  it("is refused for an unknown segment, and as the twenty-sixth that is active", async () => {
    expect(await automatic("gid://shopify/Segment/1")).toMatchObject({
      automaticDiscountNode: null,
      userErrors: [
        { field: ["freeShippingAutomaticDiscount", "context", "customerSegments", "add"], code: "INVALID" },
      ],
    });
    const segment = await segmentOf("gold");
    for (let n = 1; n <= 25; n++) expect((await automatic(segment)).userErrors).toEqual([]);
    expect((await automatic(segment)).userErrors).toMatchObject([{ code: "EXCEEDED_MAX" }]);
  });
});

describe("segments", () => {
  it("have names of their own, and are found and changed by them", async () => {
    const id = await segmentOf("gold", "Gold (gold)");
    const create = (name: string, query: string) =>
      bench.fixture.query(
        "mutation ($name: String!, $query: String!) { segmentCreate(name: $name, query: $query) { segment { id } userErrors { field message } } }",
        { name, query },
      );
    const again = await create("Gold (gold)", "customer_tags CONTAINS 'gold'");
    expect(again.data.segmentCreate.userErrors).toEqual([
      { field: ["name"], message: "Name has already been taken" },
    ]);
    expect((await create("Else", "number_of_orders > 'x")).data.segmentCreate.userErrors).toHaveLength(1);
    const renamed = await bench.fixture.query(
      'mutation ($id: ID!) { segmentUpdate(id: $id, name: "It\'s", query: "customer_tags CONTAINS \'or\'") { segment { name query } userErrors { message } } }',
      { id },
    );
    expect(renamed.data.segmentUpdate.segment).toEqual({
      name: "It's",
      query: "customer_tags CONTAINS 'or'",
    });
    const found = await bench.fixture.query(
      "query ($q: String!) { segments(first: 5, query: $q) { nodes { id } } }",
      {
        q: String.raw`name:'It\'s'`,
      },
    );
    expect(found.data.segments.nodes).toEqual([{ id }]);
  });

  it("are written by who may write customers", async () => {
    const poor = await openFixture({ scopes: ["read_customers"] });
    const answer = await poor.query(
      'mutation { segmentCreate(name: "A", query: "customer_tags CONTAINS \'a\'") { segment { id } } }',
    );
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: "ACCESS_DENIED" } });
    await poor.close();
  });
});

describe("tags of a customer", () => {
  it("are told of by topics of their own, once, and not at all when nothing has changed", () => {
    const { events } = bench.fixture;
    const told = () => events.filter(({ topic }) => topic.startsWith("customer.")).splice(0);
    tag(["gold", "early"]);
    tag(["gold", "early"]);
    tag(["early"]);
    expect(told()).toMatchObject([
      { topic: "customer.tags_added", customerId: bench.ada, tags: ["early", "gold"] },
      { topic: "customer.tags_removed", customerId: bench.ada, tags: ["gold"] },
    ]);
  });
});

describe("metafieldDefinitionDelete", () => {
  it("takes what was written under an app's own definition with it, and nothing less", async () => {
    const { fixture, ada } = bench;
    const owner = `gid://shopify/Customer/${ada}`;
    await fixture.query(
      `mutation { metafieldDefinitionCreate(definition: { name: "Tier", namespace: "$app:perennial", key: "tier", type: "json", ownerType: CUSTOMER }) { userErrors { message } } }`,
    );
    await fixture.query(
      `mutation ($owner: ID!) { metafieldsSet(metafields: [
        { ownerId: $owner, namespace: "$app:perennial", key: "tier", type: "json", value: "{}" },
        { ownerId: $owner, namespace: "$app:perennial", key: "other", type: "json", value: "{}" }]) { userErrors { message } } }`,
      { owner },
    );
    const drop = (all: boolean) =>
      fixture.query(
        `mutation ($all: Boolean!) { metafieldDefinitionDelete(identifier: { ownerType: CUSTOMER, namespace: "$app:perennial", key: "tier" }, deleteAllAssociatedMetafields: $all) { deletedDefinitionId userErrors { code } } }`,
        { all },
      );
    expect((await drop(false)).data.metafieldDefinitionDelete.userErrors).toEqual([
      { code: "RESERVED_NAMESPACE_ORPHANED_METAFIELDS" },
    ]);
    expect((await drop(true)).data.metafieldDefinitionDelete.userErrors).toEqual([]);
    expect(fixture.state.metafieldsOf(owner).map(({ key }) => key)).toEqual(["other"]);
    expect((await drop(true)).data.metafieldDefinitionDelete.userErrors).toEqual([{ code: "NOT_FOUND" }]);
  });
});
