import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createThrottle, STANDARD_BUCKET, TIGHT_BUCKET } from "#dev-store/admin-api/throttle.ts";
import { openFixture, putOrder, type Fixture } from "./support.ts";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

describe("a query's cost", () => {
  it.each([
    ["{ shop { name } }", 1],
    ["{ __typename }", 0],
    ["{ orders(first: 10) { nodes { id } } }", 12],
    ["{ orders(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }", 12],
    ["{ orders(first: 10) { nodes { customer { id } } } }", 22],
    ["{ orders(first: 10) { nodes { totalPriceSet { shopMoney { amount } } } } }", 12],
    ["{ orders(first: 10) { nodes { lineItems(first: 5) { nodes { id } } } } }", 2 + 10 * (1 + 2 + 5)],
    ['{ nodes(ids: ["gid://shopify/Order/1", "gid://shopify/Order/2"]) { id } }', 2],
    ['{ node(id: "gid://shopify/Order/1") { ... on Order { customer { id } } ... on Customer { id } } }', 2],
    ['mutation { customerCreate(input: { email: "x" }) { customer { id } userErrors { message } } }', 10],
    ["query { ...shop } fragment shop on QueryRoot { shop { name } }", 1],
  ])("%s is requested at %i", async (query, cost) => {
    expect((await fixture.query(query)).extensions.cost.requestedQueryCost).toBe(cost);
  });

  it("counts a page size given by a variable or its default", async () => {
    const text = "query ($n: Int = 20) { orders(first: $n) { nodes { id } } }";
    expect((await fixture.query(text, { n: 5 })).extensions.cost.requestedQueryCost).toBe(7);
    expect((await fixture.query(text)).extensions.cost.requestedQueryCost).toBe(22);
  });

  it("comes down to what was answered, and only that is taken from the bucket", async () => {
    putOrder(fixture.store, fixture.state);
    const answer = await fixture.query(
      "{ orders(first: 100) { nodes { id lineItems(first: 5) { nodes { id } } } } }",
    );
    expect(answer.extensions.cost).toMatchObject({
      requestedQueryCost: 2 + 100 * (1 + 2 + 5),
      actualQueryCost: 2 + 1 + 2 + 1,
      throttleStatus: { maximumAvailable: 2000, restoreRate: 100 },
    });
    expect(answer.extensions.cost.throttleStatus.currentlyAvailable).toBeGreaterThanOrEqual(2000 - 6);
  });

  it("above 1000 is refused before it runs", async () => {
    const answer = await fixture.query(
      "{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }",
    );
    expect(answer.status).toBe(200);
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0].extensions).toMatchObject({
      code: "MAX_COST_EXCEEDED",
      maxCost: 1000,
      cost: 2 + 250 * (1 + 2 + 250),
    });
  });
});

describe("the bucket", () => {
  it("takes, restores by the second and never overflows", () => {
    let nowMs = 0;
    const throttle = createThrottle(() => nowMs);
    expect(throttle.take("shop", 1500, STANDARD_BUCKET)).toBe(true);
    expect(throttle.status("shop", STANDARD_BUCKET).currentlyAvailable).toBe(500);
    expect(throttle.take("shop", 501, STANDARD_BUCKET)).toBe(false);
    nowMs += 1000;
    expect(throttle.status("shop", STANDARD_BUCKET).currentlyAvailable).toBe(600);
    throttle.giveBack("shop", 300, STANDARD_BUCKET);
    expect(throttle.status("shop", STANDARD_BUCKET).currentlyAvailable).toBe(900);
    nowMs += 3_600_000;
    expect(throttle.status("shop", STANDARD_BUCKET).currentlyAvailable).toBe(2000);
    expect(throttle.status("other", STANDARD_BUCKET).currentlyAvailable).toBe(2000);
  });

  it("when tight lets a dearer query run once it is full, and then makes it wait for the debt", () => {
    let nowMs = 0;
    const throttle = createThrottle(() => nowMs);
    expect(throttle.take("shop", 150, TIGHT_BUCKET)).toBe(true);
    expect(throttle.take("shop", 1, TIGHT_BUCKET)).toBe(false);
    nowMs += 1_200;
    expect(throttle.take("shop", 1, TIGHT_BUCKET)).toBe(false);
    nowMs += 100;
    expect(throttle.take("shop", 1, TIGHT_BUCKET)).toBe(true);
  });

  it("when empty answers THROTTLED with status 200 and runs nothing", async () => {
    fixture.store.setFaults({ throttle: true });
    const create = (index: number) =>
      fixture.query(
        `mutation { customerCreate(input: { email: "c${index}@example.com" }) { customer { id } } }`,
      );
    const answers = [];
    for (let index = 0; index < 30; index++) answers.push(await create(index));
    const refused = answers.filter((answer) => answer.errors?.[0].extensions.code === "THROTTLED");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({
      status: 200,
      extensions: {
        cost: {
          requestedQueryCost: 10,
          actualQueryCost: null,
          throttleStatus: { maximumAvailable: 100, restoreRate: 40 },
        },
      },
    });
    expect(refused[0]!.data).toBeUndefined();
    expect(fixture.state.all("customer").size).toBe(30 - refused.length);
  });
});

describe("faults of the wire", () => {
  it("answer with 500 or 502 and do nothing", async () => {
    fixture.store.setFaults({ adminErrors: 1, seed: 7 });
    const answer = await fixture.query(
      'mutation { customerCreate(input: { email: "ada@example.com" }) { customer { id } } }',
    );
    expect([500, 502]).toContain(answer.status);
    expect(fixture.state.all("customer").size).toBe(0);
  });

  it("lose the answer after the work is done", async () => {
    fixture.store.setFaults({ adminAnswersLost: 1 });
    await expect(
      fixture.query('mutation { customerCreate(input: { email: "ada@example.com" }) { customer { id } } }'),
    ).rejects.toThrow();
    expect(fixture.state.all("customer").size).toBe(1);
  });

  it("hit a share of the calls, the same calls for the same seed", async () => {
    const play = async (seed: number): Promise<number[]> => {
      fixture.store.setFaults({ adminErrors: 0.5, seed });
      const statuses = [];
      for (let index = 0; index < 20; index++)
        statuses.push((await fixture.query("{ shop { name } }")).status);
      return statuses;
    };
    const first = await play(3);
    expect(first).toContain(200);
    expect(first.some((status) => status >= 500)).toBe(true);
    expect(await play(3)).toEqual(first);
  });
});
