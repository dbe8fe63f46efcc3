import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import type { TierState } from "#app/domain/tiers/decide-tier.ts";
import { type TierProgress, tierProgress } from "#app/domain/tiers/keeps-until.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import type { Programs } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";
import type { TierReads } from "./tier-ports.ts";

export type DescribeTiersPorts = {
  readonly programs: Pick<Programs, "getCurrent">;
  readonly tierReads: Pick<TierReads, "listCandidates">;
};

/** Where a member stands on the ladder in force, and how they go on. */
export type TierStanding = { readonly state: TierState; readonly progress: TierProgress };

/**
 * Of these members, at most 500, those who take part; nobody while the program in force has no tiers. Who has not been placed
 * yet stands in none.
 */
export async function describeTiers(
  ports: DescribeTiersPorts,
  shop: Pick<ShopRecord, "shopId" | "timeZone" | "currency">,
  memberIds: readonly string[],
  now: Date,
): Promise<Map<string, TierStanding>> {
  const tiers = (await ports.programs.getCurrent(shop.shopId))?.body.tiers ?? null;
  if (tiers === null || memberIds.length === 0) return new Map();
  const ladder = compileLadder(tiers, shop.currency);
  const today = businessDate(now, shop.timeZone);
  const candidates = await ports.tierReads.listCandidates(shop.shopId, memberIds, {
    timeZone: shop.timeZone,
    countPending: tiers.countPending,
  });
  return new Map(
    candidates
      .filter(({ takesPart }) => takesPart)
      .map(({ memberId, state: placed, facts }) => {
        const state = placed ?? unplaced(today);
        return [memberId, { state, progress: tierProgress(ladder, state, facts, today) }];
      }),
  );
}

function unplaced(today: Day): TierState {
  return { tierId: null, since: today, hold: null, missedOn: null };
}
