import { createHash } from "node:crypto";
import { gid, idOf } from "../../state/ids.ts";
import type { Metafield, MetafieldDefinition } from "../../state/model/metafield.ts";
import { paginate } from "../connection.ts";
import { compareIds } from "../../state/ids.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { resolveNamespace } from "../metafield-namespace.ts";
import { byId } from "./metafield-fields.ts";
import { nodeByGid } from "./nodes.ts";

const OWNER_TYPES: Readonly<Record<string, string>> = {
  AppInstallation: "API_PERMISSION",
  Collection: "COLLECTION",
  Customer: "CUSTOMER",
  DiscountAutomaticNode: "DISCOUNT",
  DiscountCodeNode: "DISCOUNT",
  DiscountNode: "DISCOUNT",
  Order: "ORDER",
  Product: "PRODUCT",
  ProductVariant: "PRODUCTVARIANT",
  Shop: "SHOP",
};

export function ownerTypeOf(ownerGid: string): string | null {
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\/\d+$/.exec(ownerGid)?.[1];
  return type === undefined ? null : (OWNER_TYPES[type] ?? null);
}

export function definitionOf(
  context: ApiContext,
  ownerType: string,
  namespace: string,
  key: string,
): MetafieldDefinition | null {
  for (const one of context.state.all("metafieldDefinition").values()) {
    if (one.ownerType === ownerType && one.namespace === namespace && one.key === key) return one;
  }
  return null;
}

/** What `compareDigest` is compared with: changes when the value does. */
export function digestOf(metafield: Metafield): string {
  return createHash("sha256").update(`${metafield.type}\n${metafield.value}`).digest("hex");
}

function jsonValueOf(metafield: Metafield): unknown {
  const isText = /^(single_line_text_field|multi_line_text_field|string|id|url|color|date|date_time)$/.test(
    metafield.type,
  );
  if (isText || metafield.type.endsWith("_reference")) return metafield.value;
  return JSON.parse(metafield.value);
}

export const metafieldResolvers: TypeResolvers = {
  id: (one: Metafield) => gid("Metafield", one.id),
  legacyResourceId: (one: Metafield) => one.id,
  namespace: (one: Metafield) => one.namespace,
  key: (one: Metafield) => one.key,
  value: (one: Metafield) => one.value,
  jsonValue: jsonValueOf,
  type: (one: Metafield) => one.type,
  ownerType: (one: Metafield) => ownerTypeOf(one.ownerGid),
  owner: (one: Metafield, _, context) => nodeByGid(context, one.ownerGid, "owner"),
  createdAt: (one: Metafield) => one.createdAt,
  updatedAt: (one: Metafield) => one.updatedAt,
  compareDigest: digestOf,
  definition: (one: Metafield, _, context) =>
    definitionOf(context, ownerTypeOf(one.ownerGid) ?? "", one.namespace, one.key),
  sizeInBytes: (one: Metafield) => Buffer.byteLength(one.value),
};

export const metafieldDefinitionResolvers: TypeResolvers = {
  id: (one: MetafieldDefinition) => gid("MetafieldDefinition", one.id),
  namespace: (one: MetafieldDefinition) => one.namespace,
  key: (one: MetafieldDefinition) => one.key,
  name: (one: MetafieldDefinition) => one.name,
  description: (one: MetafieldDefinition) => one.description,
  ownerType: (one: MetafieldDefinition) => one.ownerType,
  type: (one: MetafieldDefinition) => ({ name: one.type, category: one.type.split("_")[0] }),
  access: (one: MetafieldDefinition) => ({
    admin: one.access.admin,
    storefront: one.access.storefront ?? "NONE",
    customerAccount: one.access.customerAccount ?? "NONE",
  }),
  pinnedPosition: () => null,
  validations: () => [],
  metafieldsCount: (one: MetafieldDefinition, _, context) => {
    let count = 0;
    for (const metafield of context.state.all("metafield").values()) {
      if (
        metafield.namespace === one.namespace &&
        metafield.key === one.key &&
        ownerTypeOf(metafield.ownerGid) === one.ownerType
      )
        count++;
    }
    return count;
  },
};

export const metafieldQueries: TypeResolvers = {
  metafieldDefinition: (_, args, context) => {
    const id = idOf("MetafieldDefinition", args.id);
    if (id !== null) return context.state.get("metafieldDefinition", id);
    const wanted = args.identifier;
    return wanted
      ? definitionOf(context, wanted.ownerType, resolveNamespace(wanted.namespace), wanted.key)
      : null;
  },
  metafieldDefinitions: (_, args, context) => {
    const namespace = args.namespace ? resolveNamespace(args.namespace) : null;
    const items = [...context.state.all("metafieldDefinition").values()]
      .filter((one) => one.ownerType === args.ownerType)
      .filter((one) => namespace === null || one.namespace === namespace)
      .filter((one) => !args.key || one.key === args.key)
      .sort((a, b) => compareIds(a.id, b.id));
    return paginate(byId(items), args);
  },
};
