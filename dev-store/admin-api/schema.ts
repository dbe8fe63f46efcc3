/**
 * The executable schema: the SDL with our resolvers behind each field and access checks before them. A field without a
 * resolver fails at start-up, so that nothing of what the SDL promises is answered with a silent null.
 */
import { readFileSync } from "node:fs";
import {
  buildSchema,
  getNamedType,
  GraphQLError,
  isNonNullType,
  isObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
} from "graphql";
import { assertAllowed, guardOf, protectedDenied, type Guard } from "./access.ts";
import type { ApiContext, Resolver, Resolvers } from "./context.ts";
import { resolvers } from "./resolvers/all.ts";

/** Types whose source has the fields' values under their names. */
const VALUE_TYPES =
  /(Payload|Error|Connection|Edge)$|^(PageInfo|MoneyV2|MoneyBag|Count|Attribute|AccessScope|ApiVersion|ShopPlan|Domain|CurrencyFormats|CustomerAccountsV2|OrderApp|OrderAttribution|ChannelInformation|TaxLine|DiscountAllocation|DiscountCodeApplication|ManualDiscountApplication|AutomaticDiscountApplication|PricingPercentageValue|SaleTax|CustomerJourneySummary|CustomerVisit|UTMParameters|CustomerEmailAddress|CustomerPhoneNumber|CustomerStatistics|ProductPriceRangeV2|MetafieldDefinitionType|MetafieldDefinitionValidation|MetafieldAccess|MetafieldIdentifier|ProductSale|GiftCardSale|ShippingLineSale|AdjustmentSale|WebhookSubscription|Discount(?!AutomaticNode|AutomaticFreeShipping|CodeNode|Node|CodeBasic|CodeBxgy|CodeFreeShipping|Collections|Products)\w+|AllDiscountItems)$/;

export interface CompiledField {
  guard: Guard | null;
  /** Null: the source's own property. */
  resolver: Resolver | null;
  /** Level 2 data that the schema lets be null. */
  nullablePersonal: boolean;
}

export interface AdminSchema {
  schema: GraphQLSchema;
  field(typeName: string, fieldName: string): CompiledField;
}

export function buildAdminSchema(table: Resolvers = resolvers): AdminSchema {
  const schema = buildSchema(readFileSync(new URL("./schema.graphql", import.meta.url), "utf8"), {
    assumeValidSDL: true,
  });
  const compiled = new Map<string, CompiledField>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const ofType = table[type.name];
    if (!ofType && !VALUE_TYPES.test(type.name)) throw new Error(`${type.name} has no resolvers`);
    for (const field of Object.values(type.getFields())) {
      const resolver = ofType?.[field.name] ?? null;
      if (ofType && !resolver) throw new Error(`${type.name}.${field.name} has no resolver`);
      const guard = guardOf(type.name, field.name, nodeTypeName(schema, getNamedType(field.type).name));
      const entry: CompiledField = { guard, resolver, nullablePersonal: !isNonNullType(field.type) };
      compiled.set(`${type.name}.${field.name}`, entry);
      field.resolve = (source: unknown, args: unknown, context: ApiContext) =>
        resolveField(entry, field.name, source, args, context);
    }
    for (const name of Object.keys(ofType ?? {})) {
      if (!type.getFields()[name])
        throw new Error(`${type.name}.${name} has a resolver but is not in the schema`);
    }
  }
  checkDates(schema);
  return {
    schema,
    field(typeName, fieldName) {
      const entry = compiled.get(`${typeName}.${fieldName}`);
      if (!entry) throw new Error(`no field ${typeName}.${fieldName}`);
      return entry;
    },
  };
}

export function resolveField(
  entry: CompiledField,
  name: string,
  source: unknown,
  args: unknown,
  context: ApiContext,
): unknown {
  const { guard, resolver } = entry;
  if (guard) {
    assertAllowed(guard, context.access);
    if (guard.personal && context.access.protectedData !== "level-2") {
      if (entry.nullablePersonal) return null;
      throw protectedDenied(`use the ${name} field`);
    }
  }
  return resolver ? resolver(source, args, context) : (source as Record<string, unknown>)[name];
}

/** The node type of a connection or edge; else the type itself. */
function nodeTypeName(schema: GraphQLSchema, name: string): string {
  const node = name.replace(/(Connection|Edge)$/, "");
  return node !== name && schema.getType(node) ? node : name;
}

function checkDates(schema: GraphQLSchema): void {
  const dateTime = schema.getType("DateTime") as GraphQLScalarType;
  dateTime.parseValue = (value) => {
    if (typeof value !== "string" || Number.isNaN(Date.parse(value))) {
      throw new GraphQLError(`${JSON.stringify(value)} is not an ISO 8601 date and time`);
    }
    return value;
  };
  dateTime.parseLiteral = (node) => dateTime.parseValue("value" in node ? node.value : null);
}
