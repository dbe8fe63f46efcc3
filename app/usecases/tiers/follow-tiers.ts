import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { isSameLadder } from "#app/domain/tiers/same-ladder.ts";
import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";

/** How members are brought to a new ladder: what becomes of those it would lower; whether what it gives comes without reward and mail. */
export type TierChangeover = { readonly losers: Losers; readonly silent: boolean };

const PLAIN: TierChangeover = { losers: { kind: "apply" }, silent: true };

/** In the transaction of a publication: members are to be brought to its ladder, if it is another one (placeMembers). */
export async function followTiers(
  stores: Pick<LedgerStores, "tiers">,
  { shopId, currency }: Pick<ShopRecord, "shopId" | "currency">,
  before: Tiers | null,
  { version, body: { tiers } }: ProgramVersion,
  changeover: TierChangeover = PLAIN,
): Promise<void> {
  if (tiers === null) await stores.tiers.followProgram(shopId, null);
  else if (before !== null && isSameLadder(before, tiers, currency))
    await stores.tiers.followVersion(shopId, version);
  else await stores.tiers.followProgram(shopId, { version, ...changeover });
}
