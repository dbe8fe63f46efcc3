import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createBulkRunner } from "#dev-store/admin-api/bulk/runner.ts";
import { buildContext } from "#dev-store/admin-api/request-context.ts";
import { buildAdminSchema, resolveField } from "#dev-store/admin-api/schema.ts";
import { parseAppConfig } from "#dev-store/config.ts";
import { fillStore } from "./full-store.ts";
import { openFixture, type Fixture } from "./support.ts";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
  fillStore(fixture);
});
afterEach(() => fixture.close());

/** How many objects of one type are looked into: enough to meet each of its shapes above. */
const OBJECTS_PER_TYPE = 12;

it("every field of every object that the store holds has a value of the type that the schema promises", async () => {
  await fixture.bulk("{ orders { nodes { id } } }");
  const admin = buildAdminSchema();
  const app = parseAppConfig("");
  const context = buildContext(fixture.store, fixture.state, app, createBulkRunner(admin));
  const seen = new Map<string, number>();
  const wrong: string[] = [];

  /** Defaults, a page size, and what a field cannot do without. */
  const argumentsOf = (field: GraphQLField<unknown, unknown>): Record<string, unknown> => {
    const defaults = field.args.map((one): [string, unknown] => [one.name, one.defaultValue]);
    const size = getNamedType(field.type).name.endsWith("Connection") ? { first: 10 } : {};
    const needed = { namespace: "custom", key: "points", id: "gid://shopify/Product/1" };
    const required = field.args.filter((one) => isNonNullType(one.type) || one.name === "namespace");
    const given = Object.entries(needed).filter(([name]) => required.some((one) => one.name === name));
    return { ...Object.fromEntries([...defaults, ...given]), ...size };
  };
  const check = (type: GraphQLOutputType, value: unknown, where: string): void => {
    if (isNonNullType(type)) {
      if (value === null || value === undefined) wrong.push(`${where} is null`);
      else check(type.ofType as GraphQLOutputType, value, where);
    } else if (value === undefined) {
      wrong.push(`${where} is undefined`);
    } else if (value === null) {
      return;
    } else if (isListType(type)) {
      for (const item of value as unknown[]) check(type.ofType, item, where);
    } else if (isEnumType(type)) {
      if (!type.getValue(String(value))) wrong.push(`${where}: ${type.name} has no ${String(value)}`);
    } else if (isObjectType(type)) {
      visit(type, value);
    } else if (isAbstractType(type)) {
      const name = String((value as { __typename?: string }).__typename);
      const member = admin.schema.getPossibleTypes(type).find((one) => one.name === name);
      if (member) visit(member, value);
      else wrong.push(`${where}: ${name} is no ${type.name}`);
    } else if (typeof value === "object" || typeof value === "bigint") {
      wrong.push(`${where} is no ${type.name}`);
    }
  };
  const visit = (type: GraphQLObjectType, source: unknown): void => {
    const times = seen.get(type.name) ?? 0;
    if (times >= OBJECTS_PER_TYPE && !/(Connection|Edge)$/.test(type.name)) return;
    seen.set(type.name, times + 1);
    for (const field of Object.values(type.getFields())) {
      const where = `${type.name}.${field.name}`;
      check(
        field.type,
        resolveField(admin.field(type.name, field.name), field.name, source, argumentsOf(field), context),
        where,
      );
    }
  };

  const root = admin.schema.getQueryType()!;
  for (const field of Object.values(root.getFields())) {
    if (field.args.some((one) => one.name === "id" || one.name === "ids" || one.name === "code")) continue;
    const args = { ...argumentsOf(field), ownerType: "CUSTOMER", namespace: null, key: null };
    check(
      field.type,
      resolveField(admin.field(root.name, field.name), field.name, {}, args, context),
      field.name,
    );
  }
  expect(wrong).toEqual([]);

  // What a store without channels, visits and subscriptions never has, and what only mutations answer.
  const never =
    /Payload$|Error$|^(QueryRoot|Mutation|App|AppInstallation|ChannelInformation|CustomerVisit|UTMParameters|WebhookSubscription|OrderApp|SaleTax|ManualDiscountApplication|AutomaticDiscountApplication|DiscountMinimumQuantity|MetafieldIdentifier|MetafieldDefinitionValidation)$|^(WebhookSubscription|SaleTax|ChannelInformation)(Connection|Edge)$/;
  const objects = Object.values(admin.schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith("__"),
  );
  const missed = objects.map((type) => type.name).filter((name) => !seen.has(name) && !never.test(name));
  expect(missed).toEqual([]);
});
