import { businessDate } from "#app/domain/shared/calendar.ts";
import { tiersEntered } from "#app/domain/tiers/entry-rewards.ts";
import { mergeStates } from "#app/domain/tiers/merge-states.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import { readLadder } from "./read-ladder.ts";

/**
 * Two customers became one (law 12): the survivor keeps the higher tier and the stronger hold, both histories stay readable, and the
 * entry rewards of both count as one's. What a move of either still owes stays owed, once.
 */
export async function mergeTiers(
  stores: LedgerStores,
  shopId: string,
  from: string,
  into: string,
  at: Date,
): Promise<void> {
  const standing = await readLadder(stores, shopId);
  if (standing === null) {
    await stores.tiers.followMerge(shopId, from, into);
    return;
  }
  const { shop, version, ladder } = standing;
  const query = { timeZone: shop.timeZone, countPending: ladder.tiers.countPending };
  const candidates = await stores.tiers.listCandidates(shopId, [from, into], query);
  const stateOf = (id: string) => candidates.find(({ memberId }) => memberId === id)?.state ?? null;
  const today = businessDate(at, shop.timeZone);
  const merged = mergeStates(ladder, stateOf(into), stateOf(from), today);
  if (merged !== null) {
    const { state, move } = merged;
    const owed = await stores.tiers.listOwed(shopId, [from, into]);
    const owedTiers = owed.flatMap((one) => tiersEntered(ladder, one.from, one.to)).map(({ id }) => id);
    const entered = move === null ? [] : tiersEntered(ladder, move.from, move.to).map(({ id }) => id);
    await stores.tiers.write(shopId, [
      {
        memberId: into,
        state,
        move: move && {
          ...{ ...move, at, figures: {}, programVersion: version, actor: null, note: null },
          ...{ silent: true, benefitsDue: false },
        },
        // What was reached by one of them is either given, or still owed.
        passedOver: entered.filter((id) => !owedTiers.includes(id)),
      },
    ]);
  }
  await stores.tiers.followMerge(shopId, from, into);
}
