import { describe, expect, it } from "vitest";
import { validateBulkQuery } from "#dev-store/admin-api/bulk/validate.ts";
import { buildAdminSchema } from "#dev-store/admin-api/schema.ts";

describe("a bulk query is refused when it", () => {
  const { schema } = buildAdminSchema();
  it.each([
    ["has no connection", "{ shop { name } }", "at least one connection"],
    [
      "has more than five connections",
      "{ orders { nodes { lineItems { nodes { id } } shippingLines { nodes { id } } discountApplications { nodes { index } } agreements { nodes { id } } metafields { nodes { id } } } } }",
      "more than 5 connections",
    ],
    [
      "nests connections three deep",
      "{ customers { nodes { orders { nodes { lineItems { nodes { id } } } } } } }",
      "nesting depth greater than 2",
    ],
    [
      "has a connection inside a list",
      "{ orders { nodes { refunds { refundLineItems { nodes { quantity } } } } } }",
      "connection field within a list field",
    ],
    [
      "hides that connection in a fragment",
      "query { orders { nodes { refunds { ...lines } } } } fragment lines on Refund { refundLineItems { nodes { quantity } } }",
      "connection field within a list field",
    ],
    [
      "asks for node",
      '{ node(id: "gid://shopify/Order/1") { ... on Order { lineItems { nodes { id } } } } }',
      "`node`",
    ],
    [
      "asks for two things at once",
      "{ orders { nodes { id } } customers { nodes { id } } }",
      "multiple top level fields",
    ],
    ["is a mutation", 'mutation { tagsAdd(id: "x", tags: []) { node { id } } }', "type query"],
    ["is no GraphQL", "{ orders {", "Invalid bulk query: Syntax Error"],
    ["asks for what does not exist", "{ orders { nodes { colour } } }", "colour"],
  ])("%s", (_, query, reason) => {
    const result = validateBulkQuery(schema, query);
    expect("refused" in result ? result.refused : "accepted").toContain(reason);
  });

  it("but not for refunds listed without their lines, or five connections two deep", () => {
    for (const query of [
      "{ orders { nodes { id refunds { id createdAt totalRefundedSet { shopMoney { amount } } } } } }",
      "{ orders { nodes { lineItems { nodes { id } } shippingLines { nodes { id } } agreements { nodes { id } } metafields { nodes { id } } } } }",
      '{ product(id: "gid://shopify/Product/1") { id variants { nodes { id } } } }',
    ]) {
      expect(validateBulkQuery(schema, query)).toHaveProperty("operation");
    }
  });
});
