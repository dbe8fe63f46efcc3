import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APP_ID } from "#dev-store/admin-api/metafield-namespace.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { openFixture, putOrder, type Fixture } from "./support.ts";

let fixture: Fixture;
let ada: string;
beforeEach(async () => {
  fixture = await openFixture();
  const made = createCustomer(fixture.store, fixture.state, { email: "ada@example.com", tags: ["vip"] });
  if (!made.ok) throw new Error(made.detail);
  ada = `gid://shopify/Customer/${made.value.id}`;
});
afterEach(() => fixture.close());

const SET = `mutation ($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) {
  metafields { id namespace key value jsonValue type ownerType compareDigest owner { ... on Customer { id } } }
  userErrors { field message code elementIndex } } }`;
const set = async (...metafields: object[]) => {
  const answer = await fixture.query(SET, { metafields });
  expect(answer.errors).toBeUndefined();
  return answer.data.metafieldsSet;
};
const points = (value = "340") => ({
  ownerId: ada,
  namespace: "$app:perennial",
  key: "points",
  type: "number_integer",
  value,
});

describe("metafieldsSet", () => {
  it("keeps the app's own namespace under the app's id, and finds it again by $app", async () => {
    const result = await set(points());
    expect(result).toMatchObject({
      userErrors: [],
      metafields: [
        {
          namespace: `app--${APP_ID}--perennial`,
          key: "points",
          value: "340",
          jsonValue: 340,
          ownerType: "CUSTOMER",
          owner: { id: ada },
        },
      ],
    });
    const answer = await fixture.query(
      `{ customer(id: "${ada}") { metafield(namespace: "$app:perennial", key: "points") { value } metafields(first: 5, namespace: "$app:perennial") { nodes { key } } } }`,
    );
    expect(answer.data.customer).toEqual({
      metafield: { value: "340" },
      metafields: { nodes: [{ key: "points" }] },
    });
  });

  it("keeps the id of a metafield that it sets again", async () => {
    const first = (await set(points())).metafields[0].id as string;
    expect((await set(points("350"))).metafields[0]).toMatchObject({ id: first, value: "350" });
    expect(fixture.state.all("metafield").size).toBe(1);
  });

  it("sets all of them or none", async () => {
    const result = await set(points(), { ...points("many"), key: "tier" });
    expect(result).toEqual({
      metafields: [],
      userErrors: [
        {
          field: ["metafields", "1", "value"],
          message: "Value must be an integer.",
          code: "INVALID_VALUE",
          elementIndex: 1,
        },
      ],
    });
    expect(fixture.state.all("metafield").size).toBe(0);
  });

  it("takes 25 at most", async () => {
    const many = Array.from({ length: 26 }, (_, index) => ({ ...points(), key: `points_${index}` }));
    expect((await set(...many)).userErrors).toMatchObject([
      { field: ["metafields"], code: "LESS_THAN_OR_EQUAL_TO" },
    ]);
    expect((await set(...many.slice(1))).userErrors).toEqual([]);
  });

  it.each([
    ["an unknown owner", { ownerId: "gid://shopify/Customer/1" }, "ownerId", "INVALID"],
    ["another app's namespace", { namespace: "app--1--other" }, "namespace", "APP_NOT_AUTHORIZED"],
    ["a key of one letter", { key: "p" }, "key", "TOO_SHORT"],
    ["an unknown type", { type: "points" }, "type", "INCLUSION"],
    ["no type where no definition says it", { type: null }, "type", "BLANK"],
    ["an empty value", { value: "" }, "value", "BLANK"],
    ["broken JSON", { type: "json", value: "{" }, "value", "INVALID_VALUE"],
    [
      "JSON over 128 KB",
      { type: "json", value: JSON.stringify("x".repeat(128 * 1024)) },
      "value",
      "TOO_LONG",
    ],
    ["a list that is none", { type: "list.number_integer", value: "7" }, "value", "INVALID_VALUE"],
    ["a digest of another value", { compareDigest: "stale" }, "compareDigest", "STALE_OBJECT"],
  ])("refuses %s", async (_, change, field, code) => {
    const { userErrors } = await set({ ...points(), ...change });
    expect(userErrors).toMatchObject([{ field: ["metafields", "0", field], code, elementIndex: 0 }]);
  });

  it("writes over a value only when the digest fits", async () => {
    const { compareDigest } = (await set({ ...points(), compareDigest: null })).metafields[0] as {
      compareDigest: string;
    };
    expect((await set({ ...points("1"), compareDigest: null })).userErrors[0].code).toBe("STALE_OBJECT");
    expect((await set({ ...points("2"), compareDigest })).userErrors).toEqual([]);
  });

  it("belongs to the app's installation and to the shop as well", async () => {
    const { data } = await fixture.query("{ currentAppInstallation { id } shop { id } }");
    for (const ownerId of [data.currentAppInstallation.id, data.shop.id]) {
      expect((await set({ ...points(), ownerId })).userErrors).toEqual([]);
    }
    const answer = await fixture.query(
      '{ currentAppInstallation { metafield(namespace: "$app:perennial", key: "points") { value ownerType } } }',
    );
    expect(answer.data.currentAppInstallation.metafield).toEqual({
      value: "340",
      ownerType: "API_PERMISSION",
    });
  });
});

describe("metafieldsDelete", () => {
  it("answers in order what was there, and null for what was not", async () => {
    await set(points());
    const answer = await fixture.query(
      "mutation ($metafields: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: $metafields) { deletedMetafields { key } userErrors { message } } }",
      { metafields: ["points", "tier"].map((key) => ({ ownerId: ada, namespace: "$app:perennial", key })) },
    );
    expect(answer.data.metafieldsDelete).toEqual({
      deletedMetafields: [{ key: "points" }, null],
      userErrors: [],
    });
  });
});

describe("metafield definitions", () => {
  const create = async (definition: object) => {
    const answer = await fixture.query(
      "mutation ($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) { createdDefinition { id namespace type { name } access { admin storefront customerAccount } } userErrors { field code } } }",
      {
        definition: {
          namespace: "$app:perennial",
          key: "points",
          name: "Points",
          ownerType: "CUSTOMER",
          type: "number_integer",
          ...definition,
        },
      },
    );
    expect(answer.errors).toBeUndefined();
    return answer.data.metafieldDefinitionCreate;
  };
  const access = { storefront: "PUBLIC_READ", customerAccount: "READ", admin: "MERCHANT_READ" };

  it("say who reads the app's values, and refuse a second one of the same key", async () => {
    expect(await create({ access })).toMatchObject({
      createdDefinition: { access, type: { name: "number_integer" } },
      userErrors: [],
    });
    expect((await create({ access })).userErrors).toEqual([{ field: ["definition", "key"], code: "TAKEN" }]);
    const listed = await fixture.query(
      '{ metafieldDefinitions(first: 5, ownerType: CUSTOMER, namespace: "$app:perennial") { nodes { key } } }',
    );
    expect(listed.data.metafieldDefinitions.nodes).toEqual([{ key: "points" }]);
  });

  it("give their type to a value set without one, and refuse another", async () => {
    await create({});
    const { type: _, ...untyped } = points();
    expect((await set(untyped)).metafields[0].type).toBe("number_integer");
    expect((await set({ ...points(), type: "single_line_text_field" })).userErrors[0].code).toBe(
      "INVALID_TYPE",
    );
  });

  it("refuse admin access outside the app's own namespaces, and unknown types", async () => {
    expect((await create({ namespace: "custom", access })).userErrors[0].code).toBe(
      "ADMIN_ACCESS_INPUT_NOT_ALLOWED",
    );
    expect((await create({ type: "points" })).userErrors[0].code).toBe("INCLUSION");
  });

  it("can be updated by namespace and key, but not made so", async () => {
    const update = async (definition: object) =>
      (
        await fixture.query(
          "mutation ($definition: MetafieldDefinitionUpdateInput!) { metafieldDefinitionUpdate(definition: $definition) { updatedDefinition { name access { storefront } } userErrors { code } } }",
          {
            definition: { namespace: "$app:perennial", key: "points", ownerType: "CUSTOMER", ...definition },
          },
        )
      ).data.metafieldDefinitionUpdate;
    expect((await update({ name: "x" })).userErrors).toEqual([{ code: "NOT_FOUND" }]);
    await create({});
    expect(await update({ access: { storefront: "PUBLIC_READ" } })).toEqual({
      updatedDefinition: { name: "Points", access: { storefront: "PUBLIC_READ" } },
      userErrors: [],
    });
  });
});

describe("tags", () => {
  it("are added and removed without regard to case, and tell the change", async () => {
    const change = (field: string, tag: string, id = ada) =>
      fixture.query(
        `mutation { ${field}(id: "${id}", tags: ["${tag}"]) { node { ... on Customer { tags } ... on Order { tags } } userErrors { field message } } }`,
      );
    expect((await change("tagsAdd", "gold")).data.tagsAdd).toEqual({
      node: { tags: ["gold", "vip"] },
      userErrors: [],
    });
    expect((await change("tagsRemove", "VIP")).data.tagsRemove.node.tags).toEqual(["gold"]);
    expect(fixture.events.filter((event) => event.topic === "customers/update")).toHaveLength(2);
    const order = putOrder(fixture.store, fixture.state);
    expect(
      (await change("tagsAdd", "gold", `gid://shopify/Order/${order.id}`)).data.tagsAdd.node.tags,
    ).toEqual(["gold"]);
    expect((await change("tagsAdd", "gold", "gid://shopify/Customer/1")).data.tagsAdd).toMatchObject({
      node: null,
      userErrors: [{ field: ["id"] }],
    });
  });
});

describe("customers", () => {
  it("are created and updated with Shopify's refusals", async () => {
    const run = async (field: string, input: object) =>
      (
        await fixture.query(
          `mutation ($input: CustomerInput!) { ${field}(input: $input) { customer { id email tags } userErrors { field message } } }`,
          { input },
        )
      ).data[field];
    expect((await run("customerCreate", { email: "ADA@example.com" })).userErrors).toEqual([
      { field: ["email"], message: "Email has already been taken" },
    ]);
    expect((await run("customerCreate", { email: "nobody" })).userErrors[0].field).toEqual(["email"]);
    expect((await run("customerCreate", {})).userErrors).toHaveLength(1);
    const grace = await run("customerCreate", { email: "grace@example.com", tags: ["new"] });
    expect(grace).toMatchObject({ customer: { email: "grace@example.com", tags: ["new"] }, userErrors: [] });
    expect(await run("customerUpdate", { id: grace.customer.id, tags: [] })).toMatchObject({
      customer: { email: "grace@example.com", tags: [] },
    });
    expect((await run("customerUpdate", { id: "gid://shopify/Customer/1" })).userErrors).toEqual([
      { field: ["id"], message: "Customer does not exist" },
    ]);
  });
});
