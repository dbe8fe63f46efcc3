import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { Logger, ShopRecord } from "../ports.ts";
import type { ShopDetails } from "./install-shop.ts";

export type LearnShopPorts = {
  readonly shops: {
    get(shopId: string): Promise<ShopRecord | null>;
    learn(shopId: string, details: Omit<ShopDetails, "currency">): Promise<void>;
  };
  readonly admin: { fetchShop(shopId: string): Promise<Outcome<ShopDetails>> };
  readonly log: Logger;
};

/** What Shopify says of the shop can't be taken over; the merchant reads it on the Connection page. */
export class ShopChangeError extends Error {
  override name = "ShopChangeError";
}

/**
 * Takes over the shop's name and time zone of this moment: days and ends of points are the new zone's from now on, those already written stay.
 * Another currency is not taken over: rules, rewards, budgets and every amount in the books are in the one of the installation, and no rate
 * turns one into the other.
 * @throws ShopChangeError for another currency, or where Shopify can't be asked now: tried again, then shown to the merchant
 */
export async function learnShop({ shops, admin, log }: LearnShopPorts, shopId: string): Promise<void> {
  const known = await shops.get(shopId);
  const details = await admin.fetchShop(shopId);
  if (known === null) return;
  if (!details.ok) throw new ShopChangeError(`${details.refusals[0].code}: ${details.refusals[0].detail}`);
  const { name, timeZone, currency } = details.value;
  await shops.learn(shopId, { name, timeZone });
  log.info({ shopId, timeZone, currency }, "shop changed");
  if (currency !== known.currency)
    throw new ShopChangeError(
      `The store's currency is now ${currency}; Perennial counts in ${known.currency}. Orders in ${currency} are counted at face value, ` +
        `as if they were ${known.currency}. Change the currency back in Shopify and try this event again, or switch the earning rules ` +
        "and rewards off in the program until you have decided how to go on.",
    );
}
