import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { Clock, Wake } from "../ports.ts";
import type { TierCodes } from "../tiers/tier-benefit-stores.ts";
import type { RedemptionQueue, ShopifyRewards } from "./redemption-ports.ts";

const PAGE = 100;

/**
 * Compares the codes that should stand with what Shopify has, page by page: a discount whose deletion, or whose use, no event has told of
 * is put before the sweep, which finds out what became of it. What waits for Shopify to answer again waits no longer, and what it
 * refused to make for a tier is asked for again.
 */
export async function reconcileRedemptions(
  ports: {
    readonly redemptionQueue: Pick<RedemptionQueue, "bringForward" | "listIssued" | "putBeforeSweep">;
    readonly tierCodes: Pick<TierCodes, "retryRefused">;
    readonly shopifyRewards: Pick<ShopifyRewards, "checkDiscounts">;
    readonly clock: Clock;
    readonly wake: Pick<Wake, "redemptions">;
  },
  shopId: string,
  signal?: AbortSignal,
): Promise<Outcome<null>> {
  await ports.tierCodes.retryRefused(shopId);
  let after: string | null = null;
  let isNews = await ports.redemptionQueue.bringForward(shopId, ports.clock.now());
  for (;;) {
    const page = await ports.redemptionQueue.listIssued(shopId, after, PAGE);
    const ids = page.flatMap(({ issuedId }) => issuedId ?? []);
    if (ids.length > 0) {
      const checked = await ports.shopifyRewards.checkDiscounts(shopId, ids);
      if (!checked.ok) return checked;
      const changed = ids.filter((id) => checked.value.missing.has(id) || checked.value.used.has(id));
      for (const id of changed)
        if (await ports.redemptionQueue.putBeforeSweep(shopId, id, ports.clock.now())) isNews = true;
    }
    after = page.at(-1)?.redemptionId ?? null;
    if (page.length < PAGE || after === null || signal?.aborted === true) break;
  }
  if (isNews) ports.wake.redemptions(shopId);
  return accept(null);
}
