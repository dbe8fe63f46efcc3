import { accept } from "#app/domain/shared/outcome.ts";
import type { ShopifyMetafields } from "#app/usecases/members/metafield-ports.ts";
import {
  defineCustomerMetafield,
  dropCustomerMetafield,
  NAMESPACE,
  removeMetafields,
  writeMetafields,
} from "./customer-metafields.server.ts";
import type { Gateway } from "./gateway.server.ts";
import { appInstallation } from "./operations/app-installation.ts";
import { deleteMetafields } from "./operations/delete-metafields.ts";

const LOYALTY = { namespace: NAMESPACE, key: "loyalty", type: "json" } as const;
const PROGRAM = { namespace: NAMESPACE, key: "program", type: "json" } as const;

/** The metafields that the theme's blocks read: extensions/perennial-widget/README.md. */
export function createShopifyMetafields(gateway: Gateway): ShopifyMetafields {
  return {
    define: (shopId) => defineCustomerMetafield(gateway, shopId, "Loyalty", LOYALTY),

    async setProgram(shopId, value) {
      const owner = await gateway.run(shopId, appInstallation, {});
      if (!owner.ok) return owner;
      const ownerId = owner.value.currentAppInstallation.id;
      return writeMetafields(gateway, shopId, [{ ownerId, ...PROGRAM, value: JSON.stringify(value) }]);
    },

    async setLoyalty(shopId, values) {
      const metafields = values.map(({ customerId, value }) => ({
        ownerId: customerId,
        ...LOYALTY,
        value: JSON.stringify(value),
      }));
      return writeMetafields(gateway, shopId, metafields);
    },

    removeLoyalty: (shopId, customerIds) => removeMetafields(gateway, shopId, LOYALTY, customerIds),

    async removeEverything(shopId) {
      const owner = await gateway.run(shopId, appInstallation, {});
      if (!owner.ok) return owner;
      const { namespace, key } = PROGRAM;
      const ownerId = owner.value.currentAppInstallation.id;
      const removed = await gateway.run(shopId, deleteMetafields, {
        metafields: [{ ownerId, namespace, key }],
      });
      if (!removed.ok) return removed;
      const dropped = await dropCustomerMetafield(gateway, shopId, LOYALTY);
      return dropped.ok ? accept(null) : dropped;
    },
  };
}
