/**
 * Every text that the app sends to the Admin API is one that Shopify understands, and the scopes it asks the merchant for are
 * exactly what those texts, the webhook topics and the app proxy need.
 */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  buildSchema,
  getNamedType,
  isCompositeType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";
import { describe, expect, test } from "vitest";
import { bulkOrdersQuery } from "#app/shopify/bulk/orders-query.ts";
import type { Operation } from "#app/shopify/operation.ts";
import { SUBSCRIBED_TOPICS } from "#app/shopify/read-webhook.ts";
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from "#app/shopify/scopes.ts";

type AnyOperation = Operation<unknown, Record<string, unknown>>;

const modules = import.meta.glob<Record<string, unknown>>("../../app/shopify/operations/*.ts", {
  eager: true,
});
const operations = Object.values(modules).flatMap((module) => Object.values(module).filter(isOperation));

function isOperation(value: unknown): value is AnyOperation {
  return (
    typeof value === "object" && value !== null && "text" in value && "answer" in value && "sending" in value
  );
}

const texts: [string, string][] = [
  ...operations.map(({ name, text }): [string, string] => [name, text]),
  ["the bulk query of all orders", bulkOrdersQuery({ importId: "import", attempt: 1, since: null })],
  [
    "the bulk query of changed orders",
    bulkOrdersQuery({ importId: "import", attempt: 1, since: new Date(0) }),
  ],
];

const shared = (file: string) => `../shared/shopify/${file}`;
const isSharedHere = existsSync(shared("admin-2026-07.json.gz"));
const readShared = (file: string): unknown =>
  JSON.parse(gunzipSync(readFileSync(shared(file))).toString("utf8"));

type ScopeRow = { type: "type" | "field"; typeName: string; fieldName?: string; offlineScopes: string[] };
const official = isSharedHere
  ? (readShared("admin-2026-07.json.gz") as {
      data: IntrospectionQuery;
      offline_scopes: { items: ScopeRow[] };
    })
  : null;

const schemas: [string, GraphQLSchema][] = [
  ["the local store's schema", buildSchema(readFileSync("dev-store/admin-api/schema.graphql", "utf8"))],
  ...(official ? [["the official schema", buildClientSchema(official.data)] as [string, GraphQLSchema]] : []),
];

test("each file holds one operation, named as in its text", () => {
  expect(operations.length).toBeGreaterThan(5);
  for (const { name, text } of operations) expect(text).toMatch(new RegExp(`(query|mutation) ${name}\\b`));
});

describe.each(schemas)("%s knows all that is asked in", (_, schema) => {
  test.each(texts)("%s", (_name, text) => {
    expect(validate(schema, parse(text)).map((error) => error.message)).toEqual([]);
  });
});

test.skipIf(isSharedHere)(
  "the official schema is not beside this repository: operations are held against the local one only",
  () => {
    expect(isSharedHere).toBe(false);
  },
);

describe("writes", () => {
  const sentAgain = [
    "AddTags",
    "DeactivateDiscount",
    "DeactivateGiftCard",
    "DefineMetafield",
    "DeleteAutomaticDiscount",
    "DeleteDiscount",
    "DeleteMetafieldDefinition",
    "DeleteMetafields",
    "DeleteSegment",
    "RemoveTags",
    "SetMetafields",
    "UpdateAutomaticFreeShipping",
    "UpdateSegment",
  ];
  test("only those that end the same when done twice are sent again after a lost answer", () => {
    const mutations = operations.filter(({ text }) => /^\s*mutation\b/.test(text));
    const repeatable = mutations.filter(({ sending }) => sending === "repeatable").map(({ name }) => name);
    expect(repeatable.sort()).toEqual(sentAgain);
  });

  test("every mutation asks for its userErrors", () => {
    for (const { text } of operations) if (/^\s*mutation\b/.test(text)) expect(text).toContain("userErrors");
  });
});

/** Each entry: alternatives, any one of which opens what is asked for. */
type Needs = Map<string, readonly string[]>;

/** For these the scope to write their owner counts, which the introspection does not list. */
const BY_OWNER: Readonly<Record<string, string>> = {
  SetMetafields: "write_customers",
  DeleteMetafields: "write_customers",
  DefineMetafield: "write_customers",
};

function neededBy(
  schema: GraphQLSchema,
  table: { types: Record<string, string[]>; fields: Record<string, string[]> },
): Needs {
  const needs: Needs = new Map();
  for (const [, text] of texts) {
    const info = new TypeInfo(schema);
    visit(
      parse(text),
      visitWithTypeInfo(info, {
        Field() {
          const type = getNamedType(info.getType());
          const key = `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
          const byField = table.fields[key];
          if (byField?.length && !byField.includes("owner") && !byField.includes("query"))
            needs.set(key, byField);
          const byType = type && isCompositeType(type) ? table.types[type.name] : undefined;
          if (type && byType?.length) needs.set(type.name, byType);
        },
        InlineFragment(node) {
          const name = node.typeCondition?.name.value ?? "";
          const byType = table.types[name];
          if (byType?.length) needs.set(name, byType);
        },
        FragmentDefinition(node) {
          const byType = table.types[node.typeCondition.name.value];
          if (byType?.length) needs.set(node.typeCondition.name.value, byType);
        },
      }),
    );
  }
  return needs;
}

describe("the scopes in app/shopify/scopes.ts are exactly what is needed", () => {
  const granted = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
  const byOwner = operations.flatMap(({ name }) => BY_OWNER[name] ?? []);
  // Older than 60 days: the history that the first import turns into points. The app proxy needs a scope of its own.
  const beyondOperations = ["read_all_orders", "write_app_proxy", ...byOwner];
  /** To write a thing is to read it: whoever holds both scopes of it holds the one. */
  const sortedSet = (scopes: readonly string[]) =>
    [...new Set(scopes)]
      .filter((one) => !scopes.includes(one.replace(/^read_/, "write_")) || !one.startsWith("read_"))
      .sort();
  /** Of alternatives the first one is Shopify's own; the others open it to marketplaces and points of sale. */
  const first = (needs: Needs) => [...needs.values()].map((alternatives) => alternatives[0] ?? "");

  test("by the local store's table, with the topics' scopes by what they are about", () => {
    const table = JSON.parse(readFileSync("dev-store/admin-api/scopes.json", "utf8")) as {
      types: Record<string, string[]>;
      fields: Record<string, string[]>;
    };
    const topics = SUBSCRIBED_TOPICS.flatMap((topic) => {
      if (topic === "customers/merge") return ["read_customer_merge"];
      if (["customers/data_request", "customers/redact"].includes(topic)) return [];
      if (/^(orders|refunds)\//.test(topic)) return ["read_orders"];
      if (topic.startsWith("discounts/")) return ["read_discounts"];
      return topic.startsWith("customers/") ? ["read_customers"] : [];
    });
    const needs = first(neededBy(schemas[0]![1], table));
    expect(sortedSet([...needs, ...topics, ...beyondOperations])).toEqual(sortedSet(granted));
  });

  test.skipIf(official === null)("by Shopify's own tables", () => {
    if (official === null) return;
    const types: Record<string, string[]> = {};
    const fields: Record<string, string[]> = {};
    for (const row of official.offline_scopes.items) {
      if (row.offlineScopes.length === 0) continue;
      if (row.type === "type") types[row.typeName] = row.offlineScopes;
      else fields[`${row.typeName}.${row.fieldName}`] = row.offlineScopes;
    }
    const examples = readShared("webhook-examples-2026-07.json.gz") as Record<
      string,
      { access_scopes?: string[] } | undefined
    >;
    const topics = SUBSCRIBED_TOPICS.flatMap((topic) => {
      const [scope] = examples[topic]?.access_scopes ?? [];
      return scope ? [`read_${scope}`] : [];
    });
    const needs = first(neededBy(schemas[1]![1], { types, fields }));
    expect(sortedSet([...needs, ...topics, ...beyondOperations])).toEqual(sortedSet(granted));
  });
});
