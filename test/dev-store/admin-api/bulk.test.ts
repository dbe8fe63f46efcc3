import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildAdminSchema } from "#dev-store/admin-api/schema.ts";
import { runBulkOperation } from "#dev-store/admin-api/bulk/run.ts";
import { buildContext } from "#dev-store/admin-api/request-context.ts";
import { putBulkOperation } from "#dev-store/state/operations/bulk.ts";
import { createBulkRunner, resumeBulkOperations } from "#dev-store/admin-api/bulk/runner.ts";
import { parseAppConfig } from "#dev-store/config.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { line, openFixture, putOrder, readBulk, type BulkResult, type Fixture } from "./support.ts";

const ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id title } } } } } } }";

describe("a bulk operation", () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.close());

  const fill = (orders: number): void => {
    for (let index = 0; index < orders; index++) {
      putOrder(fixture.store, fixture.state, { lines: [line(fixture.store), line(fixture.store)] });
    }
  };
  const control = (body: object, id = "latest") =>
    fetch(`${fixture.url}/_control/bulk/${id}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const start = (query = ORDERS) =>
    fixture.query(
      "mutation ($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { field message code } } }",
      { query },
    );
  const cancel = async (id: string): Promise<unknown> => {
    const text =
      "mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }";
    return (await fixture.query(text, { id })).data.bulkOperationCancel;
  };
  const parents = (result: BulkResult): string[] =>
    result.lines.filter((one) => !one.__parentId).map((one) => one.id as string);

  it("tells a refusal as a user error and starts nothing", async () => {
    const answer = await start("{ shop { name } }");
    expect(answer.data.bulkOperationRunQuery).toEqual({
      bulkOperation: null,
      userErrors: [
        { field: ["query"], message: "Bulk queries must contain at least one connection.", code: "INVALID" },
      ],
    });
    expect(fixture.state.all("bulkOperation").size).toBe(0);
  });

  it("writes every object on a line of its own, children with their parent's id, and tells when it has finished", async () => {
    fill(30);
    const result = await fixture.bulk(ORDERS);
    expect(result).toMatchObject({
      status: "COMPLETED",
      errorCode: null,
      objectCount: "90",
      rootObjectCount: "30",
    });
    expect(new Set(parents(result)).size).toBe(30);
    const children = result.lines.filter((one) => one.__parentId);
    expect(children).toHaveLength(60);
    for (const child of children) {
      expect(Object.keys(child as object)).toEqual(["id", "title", "__parentId"]);
      expect(parents(result)).toContain(child.__parentId);
    }
    expect(result.lines.find((one) => !one.__parentId)).not.toHaveProperty("lineItems");
    expect(fixture.events.map((event) => event.topic)).toEqual(["bulk_operations/finish"]);
  });

  it("puts children far from their parents and some before them, unless asked to group", async () => {
    fill(200);
    const distances = (result: BulkResult): number[] => {
      const place = new Map(result.lines.map((one, index) => [one.id as string, index]));
      return result.lines.flatMap((one, index) =>
        one.__parentId ? [index - place.get(one.__parentId as string)!] : [],
      );
    };
    const scattered = distances(await fixture.bulk(ORDERS));
    expect(scattered.some((distance) => distance < 0)).toBe(true);
    expect(scattered.some((distance) => Math.abs(distance) > 100)).toBe(true);
    const grouped = distances(await fixture.bulk(ORDERS, true));
    expect(Math.min(...grouped)).toBe(1);
    expect(Math.max(...grouped)).toBe(2);
  });

  it("gives the same values as the ordinary query", async () => {
    const order = putOrder(fixture.store, fixture.state, {
      lines: [line(fixture.store, { quantity: 3, taxMinor: 120n })],
      transactions: [
        {
          id: fixture.store.newId(),
          kind: "sale",
          status: "success",
          gateway: "bogus",
          amountMinor: 6117n,
          parentId: null,
          processedAt: "2026-07-01T12:00:00Z",
          createdAt: "2026-07-01T12:00:00Z",
        },
      ],
    });
    const refunded = refundOrder(fixture.store, fixture.state, {
      id: order.id,
      lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
    });
    expect(refunded.ok).toBe(true);
    const fields =
      "id name createdAt test tags customAttributes { key value } currentTotalPriceSet { shopMoney { amount currencyCode } } totalRefundedSet { shopMoney { amount } } refunds { id createdAt totalRefundedSet { shopMoney { amount } } } transactions { kind amountSet { shopMoney { amount } } } customer { id }";
    const [fromBulk] = (await fixture.bulk(`{ orders { edges { node { ${fields} } } } }`)).lines as unknown[];
    const ordinary = await fixture.query(`{ order(id: "gid://shopify/Order/${order.id}") { ${fields} } }`);
    expect(ordinary.errors).toBeUndefined();
    expect(fromBulk).toEqual(ordinary.data.order);
  });

  it("follows the search of its connection and takes no notice of its page size", async () => {
    fill(3);
    putOrder(fixture.store, fixture.state, { tags: ["vip"] });
    expect(
      parents(await fixture.bulk('{ orders(query: "tag:vip") { edges { node { id } } } }')),
    ).toHaveLength(1);
    expect(parents(await fixture.bulk("{ orders(first: 2) { edges { node { id } } } }"))).toHaveLength(4);
  });

  it("takes interfaces apart by type and writes aliases", async () => {
    const order = putOrder(fixture.store, fixture.state);
    const result = await fixture.bulk(
      "{ orders { nodes { id number: name agreements { nodes { __typename id why: reason ... on OrderAgreement { order { name } } } } } } }",
      true,
    );
    expect(result.lines).toEqual([
      { id: `gid://shopify/Order/${order.id}`, number: "#1001" },
      {
        __typename: "OrderAgreement",
        id: `gid://shopify/OrderAgreement/${order.id}`,
        why: "ORDER",
        order: { name: "#1001" },
        __parentId: `gid://shopify/Order/${order.id}`,
      },
    ]);
  });

  it("without any object has no file", async () => {
    expect(await fixture.bulk(ORDERS)).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null });
  });

  it("is one of at most five at a time", async () => {
    fill(1);
    for (let index = 0; index < 5; index++) {
      const operation = { ...blank(fixture), id: fixture.store.newId() };
      fixture.store.write(fixture.state, (change) => change.put("bulkOperation", operation));
    }
    expect((await start()).data.bulkOperationRunQuery.userErrors).toMatchObject([{ code: "LIMIT_REACHED" }]);
  });

  it("can be cancelled while it runs, keeping what it had written as partial data, and not after", async () => {
    fill(1000);
    const id = fixture.store.newId();
    const operation = { ...blank(fixture), id };
    fixture.store.write(fixture.state, (change) => change.put("bulkOperation", operation));
    const bulk = createBulkRunner(buildAdminSchema());
    const plan = bulk.prepare(ORDERS);
    if ("refused" in plan) throw new Error(plan.refused);
    const context = buildContext(fixture.store, fixture.state, parseAppConfig(""), bulk);
    const ended = runBulkOperation(context, id, plan.query);
    putBulkOperation(fixture.store, fixture.state, { ...operation, status: "canceling" });
    await ended;
    const gid = `gid://shopify/BulkOperation/${id}`;
    const canceled = await readBulk(fixture.query, gid);
    expect(canceled).toMatchObject({ status: "CANCELED", url: null, rootObjectCount: "100" });
    const partial = await (await fetch(canceled.partialDataUrl!)).text();
    expect(partial.split("\n").filter(Boolean)).toHaveLength(300);
    expect(await cancel(gid)).toMatchObject({
      userErrors: [{ message: "A bulk operation cannot be canceled when it is canceled" }],
    });
  });

  it("says that it is being cancelled when asked to stop", async () => {
    const id = fixture.store.newId();
    fixture.store.write(fixture.state, (change) =>
      change.put("bulkOperation", { ...blank(fixture), id, status: "running" }),
    );
    expect(await cancel(`gid://shopify/BulkOperation/${id}`)).toEqual({
      bulkOperation: { status: "CANCELING" },
      userErrors: [],
    });
  });

  it("begins again after a restart", async () => {
    fill(2);
    const id = fixture.store.newId();
    fixture.store.write(fixture.state, (change) =>
      change.put("bulkOperation", { ...blank(fixture), id, status: "running" }),
    );
    const ended = new Promise<void>((resolve) => {
      fixture.store.onEvent((_, event) => event.topic === "bulk_operations/finish" && setImmediate(resolve));
    });
    resumeBulkOperations(fixture.store, createBulkRunner(buildAdminSchema()), () => parseAppConfig(""));
    await ended;
    expect(await readBulk(fixture.query, `gid://shopify/BulkOperation/${id}`)).toMatchObject({
      status: "COMPLETED",
      objectCount: "6",
    });
  });

  it("keeps its result for seven days of the store's time, at a URL that needs the signature and no token", async () => {
    fill(1);
    const result = await fixture.bulk(ORDERS);
    const url = new URL(result.url!);
    expect((await fetch(url)).status).toBe(200);
    const forged = new URL(url);
    forged.searchParams.set("signature", "0".repeat(64));
    expect((await fetch(forged)).status).toBe(403);
    fixture.store.setClockOffsetMs(7 * 86_400_000 - 60_000);
    expect((await fetch(url)).status).toBe(200);
    fixture.store.setClockOffsetMs(7 * 86_400_000 + 1000);
    expect((await fetch(url)).status).toBe(404);
    expect(await readBulk(fixture.query, result.id)).toMatchObject({ status: "EXPIRED", url: null });
  });

  it("lets its result be truncated, expired, put children first, or turned into partial data", async () => {
    fill(3);
    const result = await fixture.bulk(ORDERS, true);
    expect((await control({ shuffleChildren: true })).status).toBe(200);
    const reordered = await readBulk(fixture.query, result.id);
    expect(reordered.lines.map((one) => Boolean(one.__parentId))).toEqual([
      ...Array<boolean>(6).fill(true),
      false,
      false,
      false,
    ]);
    await control({ truncateBytes: 25 });
    expect(await (await fetch(result.url!)).text()).toHaveLength(25);
    await control({ fail: true });
    const failed = await readBulk(fixture.query, result.id);
    expect(failed).toMatchObject({ status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR", url: null });
    expect((await fetch(failed.partialDataUrl!)).status).toBe(200);

    await fixture.bulk(ORDERS);
    expect(await (await control({ expire: true })).json()).toMatchObject({ status: "expired" });
    expect((await control({ colour: "red" })).status).toBe(422);
    expect((await control({ expire: true }, "123")).status).toBe(404);
  });
});

function blank(fixture: Fixture) {
  return {
    id: "",
    type: "query" as const,
    status: "created" as const,
    errorCode: null,
    query: ORDERS,
    groupObjects: false,
    objectCount: "0",
    rootObjectCount: "0",
    fileSize: null,
    file: null,
    partialFile: null,
    createdAt: fixture.store.nowInstant(),
    completedAt: null,
    completedAtRealMs: null,
  };
}
