import { accept, refuse } from "#app/domain/shared/outcome.ts";
import type { ShopifyMetafields } from "#app/usecases/members/metafield-ports.ts";
import type { AdminOutcome, Gateway } from "./gateway.server.ts";
import { appInstallation } from "./operations/app-installation.ts";
import { defineMetafield } from "./operations/define-metafield.ts";
import { deleteMetafields } from "./operations/delete-metafields.ts";
import { setMetafields, type MetafieldInput } from "./operations/set-metafields.ts";

/** Reserved to the app; read in Liquid by the same name. */
const NAMESPACE = "$app:perennial";
const LOYALTY = { namespace: NAMESPACE, key: "loyalty", type: "json" } as const;
const PROGRAM = { namespace: NAMESPACE, key: "program", type: "json" } as const;

/** The metafields that the theme's blocks read: extensions/perennial-widget/README.md. */
export function createShopifyMetafields(gateway: Gateway): ShopifyMetafields {
  return {
    async define(shopId) {
      const access = { admin: "MERCHANT_READ", storefront: "PUBLIC_READ", customerAccount: "READ" };
      const definition = { ownerType: "CUSTOMER" as const, name: "Loyalty", ...LOYALTY, access };
      const answer = await gateway.run(shopId, defineMetafield, { definition });
      if (!answer.ok) return answer;
      const error = answer.value.metafieldDefinitionCreate.userErrors.find(({ code }) => code !== "TAKEN");
      return error ? refused(error.message) : accept(null);
    },

    async setProgram(shopId, value) {
      const owner = await gateway.run(shopId, appInstallation, {});
      if (!owner.ok) return owner;
      const ownerId = owner.value.currentAppInstallation.id;
      return setAll(gateway, shopId, [{ ownerId, ...PROGRAM, value: JSON.stringify(value) }]);
    },

    async setLoyalty(shopId, values) {
      const metafields = values.map(({ customerId, value }) => ({
        ownerId: customerId,
        ...LOYALTY,
        value: JSON.stringify(value),
      }));
      return setAll(gateway, shopId, metafields);
    },

    async removeLoyalty(shopId, customerIds) {
      const { namespace, key } = LOYALTY;
      let rest = customerIds.map((ownerId) => ({ ownerId, namespace, key }));
      for (;;) {
        const answer = await gateway.run(shopId, deleteMetafields, { metafields: rest });
        if (!answer.ok) return answer;
        const [error] = answer.value.metafieldsDelete.userErrors;
        if (!error) return accept(null);
        const gone = positionIn(error.field);
        if (gone === null) return refused(error.message);
        rest = rest.filter((_, position) => position !== gone);
        if (rest.length === 0) return accept(null);
      }
    },
  };
}

/** All or none in Shopify: an owner that it no longer knows (a deleted customer) is left out and the rest sent again. */
async function setAll(
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

/** `["metafields", "3", "ownerId"]` is about the fourth. */
function positionIn(field: readonly string[] | null): number | null {
  const position = Number(field?.find((part) => /^\d+$/.test(part)) ?? NaN);
  return Number.isNaN(position) ? null : position;
}

function refused(detail: string): AdminOutcome<never> {
  return refuse({ code: "shopify-refused", detail });
}
