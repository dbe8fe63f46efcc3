import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { TiersBefore } from "#app/domain/tiers/tier-at.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import { tiersOf } from "../points/giving.ts";

/** By member: the tiers that were held before a moment; undefined = no version lets points live by them, and nothing was read. */
export type TierLives = (memberId: string) => TiersBefore | undefined;

/** What decides how long points live that are given besides orders; one statement, and only where a tier says it. */
export async function readTierLives(
  stores: Pick<LedgerStores, "tiers">,
  shopId: string,
  versions: readonly ProgramVersion[],
  memberIds: readonly string[],
): Promise<TierLives> {
  const isAsked = versions.some(({ body }) =>
    body.tiers?.ladder.some(({ expiryMonths }) => expiryMonths !== null),
  );
  if (!isAsked || memberIds.length === 0) return () => undefined;
  const history = await stores.tiers.listHistory(shopId, memberIds);
  return (memberId) => tiersOf(history, memberId);
}
