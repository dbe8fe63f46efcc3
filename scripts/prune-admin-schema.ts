/**
 * Writes `dev-store/admin-api/schema.graphql` and `scopes.json` from Shopify's official introspection file:
 *
 *   node scripts/prune-admin-schema.ts [path of admin-2026-07.json.gz]
 *
 * The SDL holds names and types alone. `scopes.json` says which access scopes (alternatives) a kept type or field
 * needs and which fields are protected customer data.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { format, resolveConfig } from "prettier";
import { KEEP } from "../dev-store/admin-api/schema-keep.ts";

type TypeRef = { kind: string; name: string | null; ofType: TypeRef | null };
type InputValue = { name: string; type: TypeRef; defaultValue: string | null };
type Field = InputValue & { args?: InputValue[]; isProtected?: boolean; protectedContent?: string };
type SchemaType = {
  kind: string;
  name: string;
  isOneOf: boolean | null;
  fields: Field[] | null;
  inputFields: Field[] | null;
  interfaces: { name: string }[] | null;
  enumValues: { name: string }[] | null;
};
type Official = {
  data: { __schema: { types: SchemaType[] } };
  offline_scopes: { items: { typeName: string; fieldName?: string; offlineScopes: string[] }[] };
};

const BUILT_IN_SCALARS = new Set(["String", "Int", "Float", "Boolean", "ID"]);
const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), "..");
const DEFAULT_SOURCE = join(REPOSITORY, "../shared/shopify/admin-2026-07.json.gz");

/**
 * Scopes that the introspection does not carry: the owner's write scope counts. `owner` means "by the type of the
 * object written to" and is resolved at run time. Source: Shopify's access-scope reference.
 */
const HAND_SCOPES: Readonly<Record<string, string[]>> = {
  "Mutation.metafieldsSet": ["owner"],
  "Mutation.metafieldsDelete": ["owner"],
  "Mutation.metafieldDefinitionCreate": ["owner"],
  "Mutation.metafieldDefinitionUpdate": ["owner"],
  "Mutation.metafieldDefinitionDelete": ["owner"],
  "Mutation.tagsAdd": ["owner"],
  "Mutation.tagsRemove": ["owner"],
  "Mutation.bulkOperationRunQuery": ["query"],
};

const HAND_OWNERS: Readonly<Record<string, string>> = {
  Customer: "write_customers",
  Order: "write_orders",
  Product: "write_products",
  ProductVariant: "write_products",
  Collection: "write_products",
  DiscountCodeNode: "write_discounts",
  DiscountNode: "write_discounts",
  DiscountAutomaticNode: "write_discounts",
};

function namedType(type: TypeRef): string {
  return type.ofType ? namedType(type.ofType) : type.name!;
}

function printRef(type: TypeRef): string {
  if (type.kind === "NON_NULL") return `${printRef(type.ofType!)}!`;
  if (type.kind === "LIST") return `[${printRef(type.ofType!)}]`;
  return type.name!;
}

function prune(official: Official): { sdl: string; scopes: object } {
  const types = new Map(official.data.__schema.types.map((type) => [type.name, type]));
  const keptFields = new Map(Object.entries(KEEP).map(([name, list]) => [name, list.trim().split(/\s+/)]));
  const requireType = (name: string): SchemaType => {
    const type = types.get(name);
    if (!type)
      throw new Error(`"${name}" is not in Shopify's schema: correct dev-store/admin-api/schema-keep.ts`);
    return type;
  };

  // Enums, scalars, connections and edges follow from what is kept.
  const reached = new Set<string>();
  const isKept = (name: string): boolean => {
    const type = requireType(name);
    if (type.kind === "ENUM" || type.kind === "SCALAR" || keptFields.has(name)) return true;
    const node = name.replace(/(Connection|Edge)$/, "");
    return node !== name && types.has(node) && isKept(node);
  };
  const reach = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const type = requireType(name);
    if (/(Connection|Edge)$/.test(name) && !keptFields.has(name)) {
      keptFields.set(name, name.endsWith("Edge") ? ["cursor", "node"] : ["edges", "nodes", "pageInfo"]);
    }
    if (type.kind === "UNION") keptFields.get(name)!.forEach(reach);
    for (const field of fieldsOf(type)) {
      if (!isKept(namedType(field.type))) {
        throw new Error(
          `${name}.${field.name} returns ${namedType(field.type)}, which schema-keep.ts does not keep`,
        );
      }
      reach(namedType(field.type));
      for (const argument of argumentsOf(field)) reach(namedType(argument.type));
    }
  };
  const fieldsOf = (type: SchemaType): Field[] => {
    const all = type.fields ?? type.inputFields ?? [];
    return (keptFields.get(type.name) ?? [])
      .filter(() => type.kind !== "UNION" && type.kind !== "ENUM" && type.kind !== "SCALAR")
      .map((wanted) => {
        const field = all.find((candidate) => candidate.name === wanted);
        if (!field) throw new Error(`"${type.name}.${wanted}" is not in Shopify's schema`);
        return field;
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const argumentsOf = (field: Field): InputValue[] =>
    (field.args ?? []).filter(
      (argument) => isKept(namedType(argument.type)) || argument.type.kind === "NON_NULL",
    );

  Object.keys(KEEP).forEach((name) => {
    requireType(name);
    reach(name);
  });

  const printValue = (value: InputValue): string =>
    `${value.name}: ${printRef(value.type)}${value.defaultValue === null ? "" : ` = ${value.defaultValue}`}`;
  const printField = (field: Field): string => {
    const list = argumentsOf(field).map(printValue).join(", ");
    return `  ${field.name}${list ? `(${list})` : ""}: ${printRef(field.type)}`;
  };
  const printType = (name: string): string => {
    const type = requireType(name);
    switch (type.kind) {
      case "SCALAR":
        return `scalar ${name}`;
      case "ENUM":
        return `enum ${name} {\n${type.enumValues!.map((value) => `  ${value.name}`).join("\n")}\n}`;
      case "UNION":
        return `union ${name} = ${[...keptFields.get(name)!].sort().join(" | ")}`;
      case "INPUT_OBJECT":
        return `input ${name}${type.isOneOf ? " @oneOf" : ""} {\n${fieldsOf(type)
          .map((f) => `  ${printValue(f)}`)
          .join("\n")}\n}`;
      default: {
        const interfaces = (type.interfaces ?? [])
          .map((item) => item.name)
          .filter((item) => implementsWhole(type, item))
          .sort();
        const suffix = interfaces.length > 0 ? ` implements ${interfaces.join(" & ")}` : "";
        const keyword = type.kind === "INTERFACE" ? "interface" : "type";
        return `${keyword} ${name}${suffix} {\n${fieldsOf(type).map(printField).join("\n")}\n}`;
      }
    }
  };
  const implementsWhole = (type: SchemaType, name: string): boolean =>
    keptFields.has(name) &&
    keptFields.get(name)!.every((field) => keptFields.get(type.name)!.includes(field));

  const names = [...reached].filter((name) => !BUILT_IN_SCALARS.has(name)).sort();
  const sdl =
    ["schema {\n  query: QueryRoot\n  mutation: Mutation\n}", ...names.map(printType)].join("\n\n") + "\n";
  return { sdl, scopes: scopesOf(official, names.map(requireType), fieldsOf) };
}

function scopesOf(official: Official, types: SchemaType[], fieldsOf: (type: SchemaType) => Field[]): object {
  const kept = new Map(types.map((type) => [type.name, type]));
  const byType: Record<string, string[]> = {};
  const byField: Record<string, string[]> = { ...HAND_SCOPES };
  for (const item of official.offline_scopes.items) {
    const type = kept.get(item.typeName);
    if (!type || item.offlineScopes.length === 0) continue;
    if (!item.fieldName) byType[item.typeName] = item.offlineScopes;
    else if (fieldsOf(type).some((field) => field.name === item.fieldName)) {
      byField[`${item.typeName}.${item.fieldName}`] = item.offlineScopes;
    }
  }
  const personal: Record<string, string> = {};
  for (const type of types) {
    if (type.kind !== "OBJECT") continue;
    for (const field of fieldsOf(type)) {
      if (field.isProtected) personal[`${type.name}.${field.name}`] = field.protectedContent!;
    }
  }
  const sorted = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { types: sorted(byType), fields: sorted(byField), owners: HAND_OWNERS, personal: sorted(personal) };
}

const source = process.argv[2] ?? DEFAULT_SOURCE;
const pruned = prune(JSON.parse(gunzipSync(readFileSync(source)).toString("utf8")) as Official);
const target = join(REPOSITORY, "dev-store/admin-api");
const style = { ...(await resolveConfig(join(target, "schema.graphql"))) };
writeFileSync(join(target, "schema.graphql"), await format(pruned.sdl, { ...style, parser: "graphql" }));
writeFileSync(
  join(target, "scopes.json"),
  await format(JSON.stringify(pruned.scopes), { ...style, parser: "json" }),
);
