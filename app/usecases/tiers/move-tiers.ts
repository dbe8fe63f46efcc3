import { decideMember } from "#app/domain/tiers/decide-member.ts";
import { givesOnEntry, tiersEntered } from "#app/domain/tiers/entry-rewards.ts";
import { type Ladder, rankOf } from "#app/domain/tiers/ladder.ts";
import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import type { ShopRecord, Wake } from "../ports.ts";
import { type EntryPorts, giveEntryRewards } from "./give-entry-rewards.ts";
import { placeMembers } from "./place-members.ts";
import { readLadder } from "./read-ladder.ts";
import type { TierCandidate } from "./tier-ports.ts";
import type { TierChange } from "./tier-store-ports.ts";

/** Members a transaction: few enough to hold their locks for a moment only. */
const ROUND = 300;

export type MovePorts = EntryPorts & {
  readonly wake: Pick<Wake, "metafields">;
};

/**
 * Raises whoever was noted as having done something that may raise them, then gives what their moves owe. A worker may die
 * between any two statements: what is not done is still noted. Two at once move nobody twice.
 */
export async function moveTiers(ports: MovePorts, shopId: string): Promise<void> {
  const placed = await placeMembers(ports, shopId);
  let news = placed;
  for (;;) {
    const round = await ports.ledger.transaction((stores) => moveRound(stores, shopId, ports.clock.now()));
    news += round.moved;
    if (round.hasMore) continue;
    // Points that are given on entry may raise further.
    const given = await giveEntryRewards(ports, shopId);
    news += given;
    if (given === 0) break;
  }
  if (news > 0) ports.wake.metafields(shopId);
}

async function moveRound(
  stores: LedgerStores,
  shopId: string,
  now: Date,
): Promise<{ readonly moved: number; readonly hasMore: boolean }> {
  const found = await stores.tiers.listChecks(shopId, ROUND);
  if (found.length === 0) return { moved: 0, hasMore: false };
  // Whoever notes a member holds their lock: what is taken here was done before, and is seen.
  await stores.members.lock(shopId, { memberIds: found });
  const taken = await stores.tiers.takeChecks(shopId, found);
  const standing = await readLadder(stores, shopId);
  // Another worker was faster, or the program has no tiers any more.
  const hasMore = found.length === ROUND;
  if (taken.length === 0 || standing === null) return { moved: 0, hasMore };
  const { shop, version, ladder, review } = standing;
  const today = businessDate(now, shop.timeZone);
  const silentChecks = new Map(taken.map(({ memberId, silent }) => [memberId, silent]));
  const candidates = await stores.tiers.listCandidates(shopId, [...silentChecks.keys()], {
    timeZone: shop.timeZone,
    countPending: ladder.tiers.countPending,
  });
  const changes = candidates
    .filter(({ takesPart }) => takesPart)
    .flatMap((candidate) =>
      raise(
        { shop, version, ladder, today, now },
        candidate,
        shop.launchedAt === null ||
          silentChecks.get(candidate.memberId) === true ||
          (candidate.state === null && !isLive(candidate, shop, review.liveFrom)),
      ),
    );
  await stores.tiers.write(shopId, changes);
  return { moved: changes.filter(({ move }) => move !== null).length, hasMore };
}

/** Who joins while the program is running is placed as it happens; others were there before, or history told of them. */
function isLive(
  { facts: { joinedOn } }: TierCandidate,
  { launchedAt, timeZone }: ShopRecord,
  from: Day | null,
): boolean {
  return (
    from !== null && joinedOn >= from && launchedAt !== null && joinedOn >= businessDate(launchedAt, timeZone)
  );
}

type Standing = {
  readonly shop: ShopRecord;
  readonly version: number;
  readonly ladder: Ladder;
  readonly today: Day;
  readonly now: Date;
};

/** At most one change; none where the member stands where they should. */
function raise(
  { shop, version, ladder, today, now }: Standing,
  { memberId, state, facts }: TierCandidate,
  silent: boolean,
): TierChange[] {
  const decision = decideMember(ladder, shop.currency, { state, facts }, today, "up");
  const { move } = decision;
  if (state !== null && move === null && JSON.stringify(state) === JSON.stringify(decision.state)) return [];
  const isUp = move !== null && rankOf(ladder, move.to) > rankOf(ladder, move.from);
  const entered = isUp ? tiersEntered(ladder, move.from, move.to) : [];
  return [
    {
      memberId,
      state: decision.state,
      move: move && {
        ...{ ...move, at: now, programVersion: version, actor: null, note: null, silent },
        benefitsDue: !silent && entered.some(givesOnEntry),
      },
      passedOver: silent ? entered.map(({ id }) => id) : [],
    },
  ];
}
