/**
 * Who may see what: access scopes by type and field (`scopes.json`, from Shopify's introspection) and the two levels of
 * protected customer data. Refusals are GraphQL errors with code ACCESS_DENIED, as Shopify answers them.
 */
import { readFileSync } from "node:fs";
import { GraphQLError } from "graphql";
import type { ProtectedDataLevel } from "../state/model.ts";

interface ScopeTable {
  /** Alternatives by type: any one of them opens it. */
  types: Record<string, string[]>;
  /** Alternatives by `Type.field`; `owner` and `query` are decided by the resolver. */
  fields: Record<string, string[]>;
  /** The scope that writing to an object of that type needs. */
  owners: Record<string, string>;
  /** Level 2 fields by `Type.field`: name, email, phone or address. */
  personal: Record<string, string>;
}

const table = JSON.parse(readFileSync(new URL("./scopes.json", import.meta.url), "utf8")) as ScopeTable;

/** Types that are protected customer data of level 1, whatever the scopes. */
const LEVEL_1_TYPES = new Set([
  "Order",
  "Customer",
  "Refund",
  "LineItem",
  "OrderTransaction",
  "Fulfillment",
  "StoreCreditAccount",
]);
const DECIDED_BY_RESOLVER = new Set(["owner", "query"]);

export interface Access {
  /** Granted scopes with the ones they imply. */
  scopes: ReadonlySet<string>;
  protectedData: ProtectedDataLevel;
}

/** `write_x` includes `read_x`. */
export function withImplied(scopes: readonly string[]): ReadonlySet<string> {
  return new Set(
    scopes.flatMap((scope) => (scope.startsWith("write_") ? [scope, `read_${scope.slice(6)}`] : [scope])),
  );
}

/** What guards one field, worked out once when the schema is built. */
export interface Guard {
  field: string;
  scopes: readonly (readonly string[])[];
  levelOneType: string | null;
  personal: boolean;
}

/** `nodeType` is the field's named type, or the node type of its connection. */
export function guardOf(typeName: string, fieldName: string, nodeType: string): Guard | null {
  const key = `${typeName}.${fieldName}`;
  const scopes = [table.fields[key], table.types[nodeType]].filter(
    (list): list is string[] => list !== undefined && !list.some((scope) => DECIDED_BY_RESOLVER.has(scope)),
  );
  const levelOneType = LEVEL_1_TYPES.has(nodeType) ? nodeType : null;
  const personal = table.personal[key] !== undefined;
  return scopes.length === 0 && !levelOneType && !personal
    ? null
    : { field: fieldName, scopes, levelOneType, personal };
}

/** Throws ACCESS_DENIED where the app lacks a scope or the first level of protected data. */
export function assertAllowed(guard: Guard, access: Access): void {
  for (const alternatives of guard.scopes) {
    if (!alternatives.some((scope) => access.scopes.has(scope))) throw scopeDenied(guard.field, alternatives);
  }
  if (guard.levelOneType && access.protectedData === "none")
    throw protectedDenied(`access the ${guard.levelOneType} object`);
}

/** The same check for an object that comes as an interface or union (`node`, `nodes`). */
export function assertTypeAllowed(typeName: string, field: string, access: Access): void {
  const guard = guardOf("", field, typeName);
  if (guard) assertAllowed(guard, access);
}

/** For tags and metafields the scope to write their owner counts. */
export function assertMayWriteOwner(ownerType: string, field: string, access: Access): void {
  const scope = table.owners[ownerType];
  if (scope && !access.scopes.has(scope)) throw scopeDenied(field, [scope]);
}

export function scopeDenied(field: string, alternatives: readonly string[]): GraphQLError {
  const requiredAccess = `${alternatives.map((scope) => `\`${scope}\` access scope`).join(" or ")}.`;
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess,
    },
  });
}

export function protectedDenied(what: string): GraphQLError {
  const documentation = "https://shopify.dev/docs/apps/launch/protected-customer-data";
  return new GraphQLError(`This app is not approved to ${what}. See ${documentation} for more details.`, {
    extensions: { code: "ACCESS_DENIED", documentation },
  });
}
