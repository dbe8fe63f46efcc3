import { accept, refuse } from "#app/domain/shared/outcome.ts";
import type { AdminOutcome, Gateway } from "./gateway.server.ts";
import { defineMetafield } from "./operations/define-metafield.ts";
import { deleteMetafieldDefinition } from "./operations/delete-metafield-definition.ts";
import { deleteMetafields } from "./operations/delete-metafields.ts";
import { type MetafieldInput, setMetafields } from "./operations/set-metafields.ts";

/** Reserved to the app; read in Liquid by the same name. */
export const NAMESPACE = "$app:perennial";

/** A metafield of customers that themes may read and nobody but this app writes. */
export type CustomerMetafield = { readonly namespace: string; readonly key: string; readonly type: string };

const ACCESS = { admin: "MERCHANT_READ", storefront: "PUBLIC_READ", customerAccount: "READ" };

/** Says who may read it; done before is as good. */
export async function defineCustomerMetafield(
  gateway: Gateway,
  shopId: string,
  name: string,
  metafield: CustomerMetafield,
): Promise<AdminOutcome<null>> {
  const definition = { ownerType: "CUSTOMER" as const, name, ...metafield, access: ACCESS };
  const answer = await gateway.run(shopId, defineMetafield, { definition });
  if (!answer.ok) return answer;
  const error = answer.value.metafieldDefinitionCreate.userErrors.find(({ code }) => code !== "TAKEN");
  return error ? refused(error.message) : accept(null);
}

/** Removes it from every customer at once, and what says who may read it; gone before is as good. */
export async function dropCustomerMetafield(
  gateway: Gateway,
  shopId: string,
  { namespace, key }: CustomerMetafield,
): Promise<AdminOutcome<null>> {
  const identifier = { ownerType: "CUSTOMER" as const, namespace, key };
  const answer = await gateway.run(shopId, deleteMetafieldDefinition, { identifier });
  if (!answer.ok) return answer;
  const error = answer.value.metafieldDefinitionDelete.userErrors.find(({ code }) => code !== "NOT_FOUND");
  return error ? refused(error.message) : accept(null);
}

/** All or none in Shopify: an owner that it no longer knows (a deleted customer) is left out and the rest sent again. */
export async function writeMetafields(
  gateway: Gateway,
  shopId: string,
  metafields: readonly MetafieldInput[],
): Promise<AdminOutcome<null>> {
  let rest = metafields;
  while (rest.length > 0) {
    const answer = await gateway.run(shopId, setMetafields, { metafields: rest });
    if (!answer.ok) return answer;
    const { userErrors } = answer.value.metafieldsSet;
    if (userErrors.length === 0) return accept(null);
    const unknown = new Set(
      userErrors.map((error) =>
        error.field?.includes("ownerId") ? (error.elementIndex ?? positionIn(error.field)) : null,
      ),
    );
    const other = userErrors.find((error) => !error.field?.includes("ownerId"));
    if (other || unknown.has(null)) return refused((other ?? userErrors[0])?.message ?? "metafieldsSet");
    rest = rest.filter((_, position) => !unknown.has(position));
  }
  return accept(null);
}

/** Up to 25 customers; those that Shopify no longer knows are left out. */
export async function removeMetafields(
  gateway: Gateway,
  shopId: string,
  { namespace, key }: CustomerMetafield,
  customerIds: readonly string[],
): Promise<AdminOutcome<null>> {
  let rest = customerIds.map((ownerId) => ({ ownerId, namespace, key }));
  while (rest.length > 0) {
    const answer = await gateway.run(shopId, deleteMetafields, { metafields: rest });
    if (!answer.ok) return answer;
    const [error] = answer.value.metafieldsDelete.userErrors;
    if (!error) return accept(null);
    const gone = positionIn(error.field);
    if (gone === null) return refused(error.message);
    rest = rest.filter((_, position) => position !== gone);
  }
  return accept(null);
}

/** `["metafields", "3", "ownerId"]` is about the fourth. */
function positionIn(field: readonly string[] | null): number | null {
  const position = Number(field?.find((part) => /^\d+$/.test(part)) ?? NaN);
  return Number.isNaN(position) ? null : position;
}

function refused(detail: string): AdminOutcome<never> {
  return refuse({ code: "shopify-refused", detail });
}
