import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopifyTierMarks } from "#app/usecases/tiers/tier-mark-ports.ts";
import {
  defineCustomerMetafield,
  dropCustomerMetafield,
  NAMESPACE,
  removeMetafields,
  writeMetafields,
} from "./customer-metafields.server.ts";
import type { Gateway } from "./gateway.server.ts";
import { addTags } from "./operations/add-tags.ts";
import { removeTags } from "./operations/remove-tags.ts";

/** Read by themes (docs/themes.md). Segments and Flow go by the tag: neither looks into JSON. */
const TIER = { namespace: NAMESPACE, key: "tier", type: "json" } as const;

type TagErrors = readonly { readonly field: readonly string[] | null; readonly message: string }[];

export function createShopifyTierMarks(gateway: Gateway): ShopifyTierMarks {
  return {
    define: (shopId) => defineCustomerMetafield(gateway, shopId, "Tier", TIER),

    drop: (shopId) => dropCustomerMetafield(gateway, shopId, TIER),

    show: (shopId, values) =>
      writeMetafields(
        gateway,
        shopId,
        values.map(({ customerId, value }) => ({ ownerId: customerId, ...TIER, value })),
      ),

    hide: (shopId, customerIds) => removeMetafields(gateway, shopId, TIER, customerIds),

    async addTags(shopId, customerId, tags) {
      const answer = await gateway.run(shopId, addTags, { id: customerId, tags });
      return answer.ok ? taken(answer.value.tagsAdd.userErrors) : answer;
    },

    async removeTags(shopId, customerId, tags) {
      const answer = await gateway.run(shopId, removeTags, { id: customerId, tags });
      return answer.ok ? taken(answer.value.tagsRemove.userErrors) : answer;
    },
  };
}

/** An error about the id: there is no such customer any more, and so nothing to do. */
function taken(errors: TagErrors): Outcome<{ readonly refused: string | null }> {
  return accept({ refused: errors.find(({ field }) => !field?.includes("id"))?.message ?? null });
}
