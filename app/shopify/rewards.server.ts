import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { ShopifyRewards } from "#app/usecases/rewards/redemption-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { createRewardDiscounts } from "./reward-discounts.server.ts";
import { createRewardGiftCards } from "./reward-gift-cards.server.ts";
import { createRewardStoreCredit } from "./reward-store-credit.server.ts";

/** What Shopify makes of a reward, by its kind. */
export function createShopifyRewards(gateway: Gateway): ShopifyRewards {
  const discounts = createRewardDiscounts(gateway);
  const giftCards = createRewardGiftCards(gateway);
  const storeCredit = createRewardStoreCredit(gateway);
  const kindOf = ({ reward }: Redemption) =>
    reward.kind === "gift-card" ? giftCards : reward.kind === "store-credit" ? storeCredit : discounts;
  return {
    issue: (shopId, order) => kindOf(order.redemption).issue(shopId, order),
    find: (shopId, order) => kindOf(order.redemption).find(shopId, order),
    inspect: (shopId, order) => kindOf(order.redemption).inspect(shopId, order),
    withdraw: (shopId, order) =>
      order.redemption.reward.kind === "gift-card"
        ? giftCards.withdraw(shopId, order)
        : discounts.withdraw(shopId, order),
    debitCredit: storeCredit.debitCredit,
    findDebit: storeCredit.findDebit,
    checkDiscounts: discounts.checkDiscounts,
  };
}
