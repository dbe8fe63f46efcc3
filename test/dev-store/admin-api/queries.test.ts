import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { ALL_SCOPES, openFixture, post, putOrder, SHOP, type Fixture } from "./support.ts";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

const names = (connection: { nodes: { name: string }[] }): string[] =>
  connection.nodes.map((one) => one.name);

describe("the endpoint", () => {
  const ask = (path: string, token: string) =>
    post(
      `${fixture.url}/_shops/${path}/graphql.json`,
      "{ shop { name } }",
      {},
      { "X-Shopify-Access-Token": token },
    );

  it("answers an unknown, expired or revoked token with 401", async () => {
    const path = `${SHOP}/admin/api/2026-07`;
    expect(await ask(path, "shpat_unknown")).toMatchObject({
      status: 401,
      errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
    });
    expect((await ask(path, fixture.token)).status).toBe(200);
    const token = fixture.state.get("token", fixture.token)!;
    fixture.store.write(fixture.state, (change) => change.put("token", { ...token, expiresAtRealMs: 1 }));
    expect((await ask(path, fixture.token)).status).toBe(401);
    fixture.store.write(fixture.state, (change) => change.put("token", { ...token, revoked: true }));
    expect((await ask(path, fixture.token)).status).toBe(401);
  });

  it("answers another API version or an unknown shop with 404", async () => {
    expect((await ask(`${SHOP}/admin/api/2024-01`, fixture.token)).status).toBe(404);
    expect((await ask("nobody.myshopify.com/admin/api/2026-07", fixture.token)).status).toBe(404);
  });

  it("answers a body without a query with 400", async () => {
    expect((await fixture.query("")).status).toBe(400);
  });

  it("tells errors of syntax and of the schema in a 200 answer, an unknown field as Shopify words it", async () => {
    const unknown = await fixture.query("{ shop { colour } }");
    expect(unknown.status).toBe(200);
    expect(unknown.errors?.[0]).toMatchObject({
      message: "Field 'colour' doesn't exist on type 'Shop'",
      extensions: { code: "undefinedField", typeName: "Shop", fieldName: "colour" },
    });
    expect((await fixture.query("{ shop {")).errors?.[0].extensions.code).toBe("parseError");
    const badDate = await fixture.query(
      'mutation { discountCodeBasicCreate(basicCodeDiscount: { title: "x", startsAt: "soon" }) { userErrors { message } } }',
    );
    expect(badDate.errors?.[0].message).toContain("soon");
  });
});

describe("orders", () => {
  it("are paged forwards and backwards by cursor, each order once", async () => {
    for (let index = 0; index < 7; index++) putOrder(fixture.store, fixture.state);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await fixture.query(
        "query ($after: String) { orders(first: 3, after: $after, sortKey: ID) { nodes { name } pageInfo { hasNextPage endCursor hasPreviousPage } } }",
        { after },
      );
      expect(page.data.orders.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...names(page.data.orders));
      after = page.data.orders.pageInfo.hasNextPage ? (page.data.orders.pageInfo.endCursor as string) : null;
    } while (after !== null);
    expect(seen).toEqual(["#1001", "#1002", "#1003", "#1004", "#1005", "#1006", "#1007"]);
    const last = await fixture.query(
      "{ orders(last: 2, sortKey: ID) { edges { cursor node { name } } pageInfo { hasPreviousPage } } }",
    );
    expect(last.data.orders.edges.map((edge: { node: { name: string } }) => edge.node.name)).toEqual([
      "#1006",
      "#1007",
    ]);
    const before = await fixture.query(
      `{ orders(last: 2, sortKey: ID, before: "${last.data.orders.edges[0].cursor}") { nodes { name } } }`,
    );
    expect(names(before.data.orders)).toEqual(["#1004", "#1005"]);
  });

  it("keep their place in a paging by update time while other orders change", async () => {
    const stamps = [
      "2026-07-01T00:00:00Z",
      "2026-07-02T00:00:00Z",
      "2026-07-03T00:00:00Z",
      "2026-07-04T00:00:00Z",
    ];
    const orders = stamps.map((updatedAt) => putOrder(fixture.store, fixture.state, { updatedAt }));
    const text =
      "query ($after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT) { nodes { name } pageInfo { endCursor } } }";
    const first = await fixture.query(text, { after: null });
    const moved = { ...orders[0]!, updatedAt: "2026-07-09T00:00:00Z" };
    fixture.store.write(fixture.state, (change) => change.put("order", moved));
    const second = await fixture.query(text, { after: first.data.orders.pageInfo.endCursor });
    const third = await fixture.query(text, { after: second.data.orders.pageInfo.endCursor });
    expect([...names(second.data.orders), ...names(third.data.orders)]).toEqual(["#1003", "#1004", "#1001"]);
  });

  it("need first or last, of at most 250", async () => {
    expect((await fixture.query("{ orders { nodes { name } } }")).errors?.[0]).toMatchObject({
      message: "you must provide one of first or last",
      extensions: { code: "BAD_REQUEST" },
    });
    expect((await fixture.query("{ orders(first: 251) { nodes { name } } }")).errors?.[0].message).toBe(
      "first cannot exceed 250",
    );
    expect(
      (await fixture.query('{ orders(first: 1, after: "what") { nodes { name } } }')).errors?.[0].extensions
        .code,
    ).toBe("BAD_REQUEST");
  });

  it.each([
    ["updated_at:>='2026-07-02T00:00:00Z'", ["#1002", "#1003"]],
    ["updated_at:>2026-07-02T12:00:00Z", ["#1003"]],
    ["created_at:2026-07-01", ["#1001"]],
    ["created_at:<2026-07-02", ["#1001"]],
    ["processed_at:>=2026-07-02 AND tag:vip", ["#1003"]],
    ["tag:vip tag:new", []],
    ["tag:VIP OR tag:new", ["#1002", "#1003"]],
    ["-tag:vip", ["#1001", "#1002"]],
    ["NOT (tag:vip OR tag:new)", ["#1001"]],
    ["financial_status:refunded", ["#1002"]],
    ["status:cancelled", ["#1003"]],
    ["status:any", ["#1001", "#1002", "#1003"]],
    ["name:#1002", ["#1002"]],
    ["name:1002", ["#1002"]],
    ["email:grace@example.com", ["#1003"]],
    ["email:gra*", ["#1003"]],
    ["grace", ["#1003"]],
    ["test:true", ["#1001"]],
  ])("are found by %s", async (query, expected) => {
    const at = (day: number) => `2026-07-0${day}T12:00:00Z`;
    const days = [
      { test: true },
      { tags: ["new"], financialStatus: "refunded" as const },
      { tags: ["vip"], email: "grace@example.com", cancelledAt: at(4) },
    ];
    days.forEach((one, index) =>
      putOrder(fixture.store, fixture.state, {
        createdAt: at(index + 1),
        processedAt: at(index + 1),
        updatedAt: at(index + 1),
        ...one,
      }),
    );
    const answer = await fixture.query(
      "query ($query: String) { orders(first: 10, query: $query, sortKey: ID) { nodes { name } } ordersCount(query: $query) { count } }",
      { query },
    );
    expect(names(answer.data.orders)).toEqual(expected);
    expect(answer.data.ordersCount.count).toBe(expected.length);
  });

  it("are found by id with all 19 digits", async () => {
    const [first] = [putOrder(fixture.store, fixture.state), putOrder(fixture.store, fixture.state)];
    expect(first.id).toHaveLength(19);
    const answer = await fixture.query(`{ orders(first: 5, query: "id:${first.id}") { nodes { id } } }`);
    expect(answer.data.orders.nodes).toEqual([{ id: `gid://shopify/Order/${first.id}` }]);
  });

  it("ignore an unknown search field and warn of it", async () => {
    putOrder(fixture.store, fixture.state);
    const answer = await fixture.query('{ orders(first: 5, query: "colour:red") { nodes { name } } }');
    expect(names(answer.data.orders)).toEqual(["#1001"]);
    expect(answer.extensions.search[0].warnings).toEqual([
      { field: "colour", message: "Invalid search field for this query.", code: "invalid_field" },
    ]);
  });

  it("older than 60 days are there with read_all_orders alone", async () => {
    const daysAgo = (days: number) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19) + "Z";
    const old = putOrder(fixture.store, fixture.state, { createdAt: daysAgo(61) });
    putOrder(fixture.store, fixture.state, { createdAt: daysAgo(59) });
    const text = `{ orders(first: 5) { nodes { name } } ordersCount { count } order(id: "gid://shopify/Order/${old.id}") { name } }`;
    expect((await fixture.query(text)).data.ordersCount.count).toBe(2);
    const { installation } = fixture.state;
    const scopes = ALL_SCOPES.filter((scope) => scope !== "read_all_orders");
    fixture.store.write(fixture.state, (change) =>
      change.put("installation", { ...installation!, grantedScopes: scopes }),
    );
    const recent = await fixture.query(text);
    expect(names(recent.data.orders)).toEqual(["#1002"]);
    expect(recent.data).toMatchObject({ ordersCount: { count: 1 }, order: null });
  });
});

describe("node and nodes", () => {
  it("find objects of several types, null for what is not there", async () => {
    const order = putOrder(fixture.store, fixture.state);
    const customer = createCustomer(fixture.store, fixture.state, {
      email: "ada@example.com",
      firstName: "Ada",
    });
    if (!customer.ok) throw new Error(customer.detail);
    const answer = await fixture.query(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Order { name } ... on Customer { firstName } } }",
      {
        ids: [
          `gid://shopify/Order/${order.id}`,
          `gid://shopify/Customer/${customer.value.id}`,
          "gid://shopify/Order/1",
        ],
      },
    );
    expect(answer.data.nodes).toEqual([
      { __typename: "Order", id: `gid://shopify/Order/${order.id}`, name: "#1001" },
      { __typename: "Customer", id: `gid://shopify/Customer/${customer.value.id}`, firstName: "Ada" },
      null,
    ]);
  });
});
