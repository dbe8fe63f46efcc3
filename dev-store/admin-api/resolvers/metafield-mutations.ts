import { gid, idOf } from "../../state/ids.ts";
import {
  deleteDefinition as deleteStored,
  deleteMetafields,
  putDefinition,
  setMetafields,
  type MetafieldInput,
} from "../../state/operations/metafields.ts";
import { assertMayWriteOwner } from "../access.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { isOpenNamespace, resolveNamespace } from "../metafield-namespace.ts";
import { checkMetafieldValue } from "../metafield-values.ts";
import { definitionOf, digestOf, ownerTypeOf } from "./metafields.ts";
import { nodeByGid } from "./nodes.ts";

/** Shopify's limit of one call of `metafieldsSet`. */
const MAXIMUM_METAFIELDS = 25;
const OWNER_OF_TYPE: Readonly<Record<string, string>> = {
  COLLECTION: "Collection",
  CUSTOMER: "Customer",
  DISCOUNT: "DiscountCodeNode",
  ORDER: "Order",
  PRODUCT: "Product",
  PRODUCTVARIANT: "ProductVariant",
};

interface SetInput {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  compareDigest?: string | null;
}

type SetError = { field: string[]; message: string; code: string; elementIndex: number };

function gidType(gid: string): string {
  return /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(gid)?.[1] ?? "";
}

/** One input checked: what to store, or why not. */
function checkOne(
  input: SetInput,
  index: number,
  context: ApiContext,
): { metafield: MetafieldInput } | { error: SetError } {
  const refuse = (field: string, code: string, message: string): { error: SetError } => ({
    error: { field: ["metafields", String(index), field], code, message, elementIndex: index },
  });
  const namespace = resolveNamespace(input.namespace);
  const ownerType = ownerTypeOf(input.ownerId);
  if (!isOpenNamespace(namespace))
    return refuse(
      "namespace",
      "APP_NOT_AUTHORIZED",
      "ApiPermission metafields can only be created or updated by the app owner.",
    );
  if (ownerType === null || !nodeByGid(context, input.ownerId, "metafieldsSet"))
    return refuse("ownerId", "INVALID", "Owner does not exist.");
  if (namespace.length < 3)
    return refuse("namespace", "TOO_SHORT", "Namespace is too short (minimum is 3 characters)");
  if (input.key.length < 2) return refuse("key", "TOO_SHORT", "Key is too short (minimum is 2 characters)");
  if (input.key.length > 64) return refuse("key", "TOO_LONG", "Key is too long (maximum is 64 characters)");
  const definition = definitionOf(context, ownerType, namespace, input.key);
  const existing = context.state.metafield(input.ownerId, namespace, input.key);
  const type = input.type ?? definition?.type ?? existing?.type;
  if (!type) return refuse("type", "BLANK", "Type can't be blank");
  if (definition && definition.type !== type)
    return refuse("type", "INVALID_TYPE", `Type must be ${definition.type}, as its definition says`);
  if (input.value === "") return refuse("value", "BLANK", "Value can't be blank");
  const wrong = checkMetafieldValue(type, input.value);
  if (wrong) return refuse(wrong.field, wrong.code, wrong.message);
  if (input.compareDigest !== undefined && (existing ? digestOf(existing) : null) !== input.compareDigest) {
    return refuse(
      "compareDigest",
      "STALE_OBJECT",
      "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
    );
  }
  return { metafield: { ownerGid: input.ownerId, namespace, key: input.key, type, value: input.value } };
}

function metafieldsSet(inputs: SetInput[], context: ApiContext) {
  if (inputs.length > MAXIMUM_METAFIELDS) {
    const message = `Exceeded the maximum metafields input limit of ${MAXIMUM_METAFIELDS}.`;
    return {
      metafields: null,
      userErrors: [{ field: ["metafields"], code: "LESS_THAN_OR_EQUAL_TO", message, elementIndex: null }],
    };
  }
  for (const input of inputs) assertMayWriteOwner(gidType(input.ownerId), "metafieldsSet", context.access);
  const checked = inputs.map((input, index) => checkOne(input, index, context));
  const userErrors = checked.flatMap((one) => ("error" in one ? [one.error] : []));
  if (userErrors.length > 0) return { metafields: [], userErrors };
  const metafields = checked.flatMap((one) => ("metafield" in one ? [one.metafield] : []));
  return { metafields: setMetafields(context.store, context.state, { metafields }), userErrors: [] };
}

function metafieldsDelete(
  inputs: { ownerId: string; namespace: string; key: string }[],
  context: ApiContext,
) {
  for (const input of inputs) assertMayWriteOwner(gidType(input.ownerId), "metafieldsDelete", context.access);
  const keys = inputs.map((one) => ({
    ownerGid: one.ownerId,
    namespace: resolveNamespace(one.namespace),
    key: one.key,
  }));
  const deleted = new Set(
    deleteMetafields(context.store, context.state, { keys }).map(
      (one) => `${one.ownerGid}.${one.namespace}.${one.key}`,
    ),
  );
  return {
    deletedMetafields: keys.map((one) =>
      deleted.has(`${one.ownerGid}.${one.namespace}.${one.key}`)
        ? { ownerId: one.ownerGid, namespace: one.namespace, key: one.key }
        : null,
    ),
    userErrors: [],
  };
}

interface DefinitionInput {
  namespace?: string | null;
  key: string;
  ownerType: string;
  name?: string | null;
  description?: string | null;
  type?: string;
  access?: { admin?: string | null; storefront?: string | null; customerAccount?: string | null } | null;
}

function definitionError(payload: string, field: string[], code: string, message: string) {
  return { [payload]: null, userErrors: [{ field, code, message }] };
}

/** Only an app's own namespace can say who may read and write it. */
function accessRefused(input: DefinitionInput, namespace: string): boolean {
  return Boolean(input.access?.admin) && !namespace.startsWith("app--");
}

function createDefinition(input: DefinitionInput & { type: string; name: string }, context: ApiContext) {
  const refuse = (field: string, code: string, message: string) =>
    definitionError("createdDefinition", ["definition", field], code, message);
  const namespace = resolveNamespace(input.namespace);
  assertMayWriteOwner(OWNER_OF_TYPE[input.ownerType] ?? "", "metafieldDefinitionCreate", context.access);
  if (!isOpenNamespace(namespace))
    return refuse("namespace", "RESERVED_NAMESPACE_KEY", "Namespace is reserved.");
  if (input.name.trim() === "") return refuse("name", "BLANK", "Name can't be blank");
  if (accessRefused(input, namespace))
    return refuse(
      "access",
      "ADMIN_ACCESS_INPUT_NOT_ALLOWED",
      "Setting admin access is only allowed for app-reserved namespaces.",
    );
  const type = checkMetafieldValue(input.type, null);
  if (type) return refuse("type", "INCLUSION", type.message);
  const outcome = putDefinition(context.store, context.state, {
    ownerType: input.ownerType,
    namespace,
    key: input.key,
    name: input.name,
    description: input.description ?? null,
    type: input.type,
    access: {
      admin: input.access?.admin ?? (namespace.startsWith("app--") ? "MERCHANT_READ" : "PUBLIC_READ_WRITE"),
      storefront: input.access?.storefront ?? "NONE",
      customerAccount: input.access?.customerAccount ?? "NONE",
    },
  });
  return outcome.ok
    ? { createdDefinition: outcome.value, userErrors: [] }
    : refuse("key", "TAKEN", outcome.detail);
}

function updateDefinition(input: DefinitionInput, context: ApiContext) {
  const refuse = (field: string, code: string, message: string) =>
    definitionError("updatedDefinition", ["definition", field], code, message);
  const namespace = resolveNamespace(input.namespace);
  assertMayWriteOwner(OWNER_OF_TYPE[input.ownerType] ?? "", "metafieldDefinitionUpdate", context.access);
  const before = definitionOf(context, input.ownerType, namespace, input.key);
  if (!before) return refuse("key", "NOT_FOUND", "Definition not found.");
  if (accessRefused(input, namespace))
    return refuse(
      "access",
      "ADMIN_ACCESS_INPUT_NOT_ALLOWED",
      "Setting admin access is only allowed for app-reserved namespaces.",
    );
  const outcome = putDefinition(context.store, context.state, {
    ...before,
    name: input.name ?? before.name,
    description: input.description === undefined ? before.description : input.description,
    access: {
      admin: input.access?.admin ?? before.access.admin,
      storefront: input.access?.storefront ?? before.access.storefront,
      customerAccount: input.access?.customerAccount ?? before.access.customerAccount,
    },
  });
  return outcome.ok
    ? { updatedDefinition: outcome.value, userErrors: [] }
    : refuse("key", "INVALID", outcome.detail);
}

function deleteDefinition(
  args: {
    id?: string | null;
    identifier?: { ownerType: string; namespace?: string | null; key: string } | null;
    deleteAllAssociatedMetafields?: boolean | null;
  },
  context: ApiContext,
) {
  const refuse = (code: string, message: string) =>
    definitionError("deletedDefinitionId", [args.identifier ? "identifier" : "id"], code, message);
  const { identifier } = args;
  const found = identifier
    ? definitionOf(context, identifier.ownerType, resolveNamespace(identifier.namespace), identifier.key)
    : context.state.get("metafieldDefinition", idOf("MetafieldDefinition", args.id ?? "") ?? "");
  if (!found) return refuse("NOT_FOUND", "Definition not found.");
  assertMayWriteOwner(OWNER_OF_TYPE[found.ownerType] ?? "", "metafieldDefinitionDelete", context.access);
  // Shopify: an app's own metafields don't stay behind without their definition.
  if (found.namespace.startsWith("app--") && args.deleteAllAssociatedMetafields !== true)
    return refuse(
      "RESERVED_NAMESPACE_ORPHANED_METAFIELDS",
      "Deleting a definition in a reserved namespace must have deleteAllAssociatedMetafields set to true.",
    );
  const withMetafields = args.deleteAllAssociatedMetafields === true;
  const outcome = deleteStored(context.store, context.state, { id: found.id, withMetafields, ownerTypeOf });
  return outcome.ok
    ? { deletedDefinitionId: gid("MetafieldDefinition", found.id), userErrors: [] }
    : refuse("NOT_FOUND", outcome.detail);
}

export const metafieldMutations: TypeResolvers = {
  metafieldDefinitionDelete: (_, args, context) => deleteDefinition(args, context),
  metafieldsSet: (_, args, context) => metafieldsSet(args.metafields, context),
  metafieldsDelete: (_, args, context) => metafieldsDelete(args.metafields, context),
  metafieldDefinitionCreate: (_, args, context) => createDefinition(args.definition, context),
  metafieldDefinitionUpdate: (_, args, context) => updateDefinition(args.definition, context),
};
