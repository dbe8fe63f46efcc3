import { afterEach, describe, expect, it } from "vitest";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { openFixture, putOrder, type Fixture } from "./support.ts";

let fixture: Fixture;
afterEach(() => fixture.close());

async function withAda(options: Parameters<typeof openFixture>[0]): Promise<string> {
  fixture = await openFixture(options);
  const made = createCustomer(fixture.store, fixture.state, {
    email: "ada@example.com",
    phone: "+15551234567",
    firstName: "Ada",
    lastName: "Lovelace",
  });
  if (!made.ok) throw new Error(made.detail);
  putOrder(fixture.store, fixture.state, {
    customerId: made.value.id,
    createdAt: fixture.store.nowInstant(),
  });
  return made.value.id;
}

describe("access scopes", () => {
  it("refuse a field without its scope, with path and required access", async () => {
    await withAda({ scopes: ["read_products"] });
    const answer = await fixture.query("{ shop { name } orders(first: 1) { nodes { name } } }");
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors?.[0]).toMatchObject({
      path: ["orders"],
      extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes" },
    });
    expect(answer.errors?.[0].message).toMatch(
      /^Access denied for orders field\. Required access: `read_orders` access scope/,
    );
  });

  it("leave the rest of an answer standing where the refused field may be null", async () => {
    await withAda({ scopes: ["read_orders"] });
    const answer = await fixture.query("{ orders(first: 1) { nodes { name customer { id } } } }");
    expect(answer.data.orders.nodes).toEqual([{ name: "#1001", customer: null }]);
    expect(answer.errors?.[0].path).toEqual(["orders", "nodes", 0, "customer"]);
  });

  it("include reading in writing", async () => {
    await withAda({ scopes: ["write_customers"] });
    expect(
      (await fixture.query("{ customers(first: 1) { nodes { firstName } } }")).data.customers.nodes,
    ).toEqual([{ firstName: "Ada" }]);
  });

  it("count by the owner for tags and metafields", async () => {
    const id = await withAda({ scopes: ["read_customers", "write_products"] });
    const tags = await fixture.query(
      `mutation { tagsAdd(id: "gid://shopify/Customer/${id}", tags: ["vip"]) { userErrors { message } } }`,
    );
    expect(tags.errors?.[0].extensions).toMatchObject({
      code: "ACCESS_DENIED",
      requiredAccess: "`write_customers` access scope.",
    });
    const metafield = await fixture.query(
      `mutation { metafieldsSet(metafields: [{ ownerId: "gid://shopify/Customer/${id}", namespace: "abc", key: "points", type: "number_integer", value: "1" }]) { userErrors { message } } }`,
    );
    expect(metafield.errors?.[0].extensions.code).toBe("ACCESS_DENIED");
    expect(fixture.state.all("metafield").size).toBe(0);
  });

  it("fail a bulk operation that needs another one", async () => {
    await withAda({ scopes: ["read_orders"] });
    const result = await fixture.bulk("{ customers { edges { node { id } } } }");
    expect(result).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED", url: null });
  });
});

describe("protected customer data", () => {
  it("of level 1 withheld refuses customers and orders whatever the scopes", async () => {
    await withAda({ protectedData: "none" });
    for (const field of ["orders", "customers"]) {
      const answer = await fixture.query(`{ ${field}(first: 1) { nodes { id } } }`);
      expect(answer.data).toBeNull();
      expect(answer.errors?.[0]).toMatchObject({ path: [field], extensions: { code: "ACCESS_DENIED" } });
      expect(answer.errors?.[0].message).toContain("This app is not approved to access the");
    }
  });

  it("of level 2 withheld gives the objects with name, e-mail, phone and address null", async () => {
    await withAda({ protectedData: "level-1" });
    const answer = await fixture.query(
      "{ customers(first: 1) { nodes { firstName lastName email phone numberOfOrders defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } } } orders(first: 1) { nodes { name email phone } } }",
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customers.nodes).toEqual([
      {
        firstName: null,
        lastName: null,
        email: null,
        phone: null,
        numberOfOrders: "1",
        defaultEmailAddress: null,
        defaultPhoneNumber: null,
      },
    ]);
    expect(answer.data.orders.nodes).toEqual([{ name: "#1001", email: null, phone: null }]);
  });

  it("of level 2 withheld cannot be found out by searching either", async () => {
    await withAda({ protectedData: "level-1" });
    const answer = await fixture.query(
      '{ customers(first: 1, query: "email:ada@example.com") { nodes { id } } orders(first: 1, query: "ada@example.com") { nodes { id } } }',
    );
    expect(answer.data).toEqual({ customers: { nodes: [] }, orders: { nodes: [] } });
  });
});

describe("appRevokeAccessScopes", () => {
  const revoke = (scope: string) =>
    fixture.query(
      `mutation { appRevokeAccessScopes(scopes: ["${scope}"]) { revoked { handle } userErrors { code } } }`,
    );

  it("gives back an optional scope at once, and refuses required and undeclared ones", async () => {
    fixture = await openFixture({
      scopes: ["read_orders", "write_gift_cards"],
      optionalScopes: ["write_gift_cards"],
    });
    expect((await revoke("read_orders")).data.appRevokeAccessScopes.userErrors).toEqual([
      { code: "CANNOT_REVOKE_REQUIRED_SCOPES" },
    ]);
    expect((await revoke("read_themes")).data.appRevokeAccessScopes.userErrors).toEqual([
      { code: "CANNOT_REVOKE_UNDECLARED_SCOPES" },
    ]);
    expect((await revoke("write_gift_cards")).data.appRevokeAccessScopes).toEqual({
      revoked: [{ handle: "write_gift_cards" }],
      userErrors: [],
    });
    expect(
      (await fixture.query("{ giftCards(first: 1) { nodes { id } } }")).errors?.[0].extensions.code,
    ).toBe("ACCESS_DENIED");
    expect(fixture.events.map((event) => event.topic)).toContain("app/scopes_update");
  });
});
