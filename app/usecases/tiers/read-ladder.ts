import { invariant } from "#app/domain/shared/invariant.ts";
import { compileLadder, type Ladder } from "#app/domain/tiers/ladder.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";
import type { TierReview } from "./tier-store-ports.ts";

/** The ladder that members of a shop stand on. */
export type StandingLadder = {
  readonly shop: ShopRecord;
  readonly version: number;
  readonly ladder: Ladder;
  readonly review: TierReview;
};

/** null: the program has no tiers. Stays as it is until the transaction ends: no other ladder is published meanwhile. */
export async function readLadder(
  stores: Pick<LedgerStores, "tiers" | "shops" | "programs">,
  shopId: string,
): Promise<StandingLadder | null> {
  const review = await stores.tiers.holdReview(shopId);
  if (review === null) return null;
  const shop = await stores.shops.get(shopId);
  const program = await stores.programs.getCurrent(shopId);
  invariant(shop !== null && program !== null, `${shopId} has a program`);
  const { tiers } = program.body;
  if (tiers === null) return null;
  return { shop, version: program.version, ladder: compileLadder(tiers, shop.currency), review };
}
