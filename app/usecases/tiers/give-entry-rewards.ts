import { giftInput, type OccasionGift } from "#app/domain/earning/occasions/gift.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { givesOnEntry, tiersEntered } from "#app/domain/tiers/entry-rewards.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";
import { inRounds } from "../in-rounds.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import { fillGifts } from "../occasions/fill-gifts.ts";
import { closeAccounts, openAccounts } from "../points/accounts.ts";
import type { Clock, ShopRecord } from "../ports.ts";
import type { TierBenefits } from "./benefit-ports.ts";
import type { OwingMove } from "./tier-store-ports.ts";

/** Members who are owed something, looked up at once. */
const FOUND = 100_000;
/** Members a transaction. */
const ROUND = 1_000;

export type EntryPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly tierBenefits: TierBenefits;
};

/** What one member is owed for a tier, by the version under which they entered it. */
type Owed = {
  readonly memberId: string;
  readonly tier: Tier;
  readonly programVersion: number;
  readonly move: OwingMove;
};

/**
 * Gives what moves owe: a reward, then points, each once a member and tier for ever, over everybody who was merged into the member. A
 * move is settled in the transaction that gives its points; a reward that can't be given now keeps its move owing.
 * @returns how many moves were settled.
 */
export async function giveEntryRewards(ports: EntryPorts, shopId: string): Promise<number> {
  let given = 0;
  for (let after: string | null = null; ;) {
    const owing: string[] = await ports.ledger.transaction(({ tiers }) =>
      tiers.listOwing(shopId, after, FOUND),
    );
    await inRounds(owing, ROUND, async (memberIds) => {
      const settled = await giveRound(ports, shopId, memberIds);
      given += settled;
    });
    after = owing.at(-1) ?? null;
    if (after === null) return given;
  }
}

async function giveRound(ports: EntryPorts, shopId: string, memberIds: readonly string[]): Promise<number> {
  const { moves, owed } = await ports.ledger.transaction((stores) => readOwed(stores, shopId, memberIds));
  // A move that comes meanwhile has had no reward: it is for the next round.
  const ready = new Set(moves.map(nameOf));
  for (const { memberId, tier, move } of owed) {
    if (tier.entryRewardId === null) continue;
    const gift = { memberId, tierId: tier.id, rewardId: tier.entryRewardId };
    const outcome = await ports.tierBenefits.giveEntryReward(shopId, gift);
    if (!outcome.ok && outcome.refusals.some(({ code }) => code === "quiet")) ready.delete(nameOf(move));
  }
  return ports.ledger.transaction((stores) =>
    settleRound(stores, shopId, { found: memberIds, ready, now: ports.clock.now() }),
  );
}

const nameOf = ({ memberId, n }: OwingMove) => `${memberId} ${n}`;

async function settleRound(
  stores: LedgerStores,
  shopId: string,
  {
    found,
    ready,
    now,
  }: { readonly found: readonly string[]; readonly ready: ReadonlySet<string>; readonly now: Date },
): Promise<number> {
  const members = await stores.members.lock(shopId, { memberIds: found });
  const ids = members.map(({ memberId }) => memberId);
  const { shop, versions, moves, owed } = await readOwed(stores, shopId, found);
  // Whoever has left since gets nothing.
  const present = new Set(
    members.filter(({ participation }) => participation === "member").map(({ memberId }) => memberId),
  );
  const due = owed.filter(({ memberId }) => present.has(memberId));
  const accounts = openAccounts(members, await stores.points.listLots(shopId, ids));
  await fillGifts(stores, shop, versions, accounts, due.flatMap(entryPoints), now);
  const settled = moves.filter((move) => ready.has(nameOf(move)));
  const given = due.filter(({ move }) => ready.has(nameOf(move)));
  await stores.tiers.settleOwed(
    shopId,
    settled,
    [...new Set(given.map(({ memberId }) => memberId))].map((memberId) => ({
      memberId,
      tierIds: given.filter((one) => one.memberId === memberId).map(({ tier }) => tier.id),
    })),
  );
  await closeAccounts(stores, shopId, accounts);
  return settled.length;
}

async function readOwed(stores: LedgerStores, shopId: string, memberIds: readonly string[]) {
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  const versions = await stores.programs.list(shopId);
  const moves = await stores.tiers.listOwed(shopId, memberIds);
  const holders = moves.map(({ holderId }) => holderId);
  const rewarded = await stores.tiers.listRewarded(shopId, holders);
  return { shop, versions, moves, owed: owedBy(moves, versions, shop, rewarded) };
}

/** Each tier once, though several moves may lead through it. */
function owedBy(
  moves: readonly OwingMove[],
  versions: readonly ProgramVersion[],
  { currency }: Pick<ShopRecord, "currency">,
  rewarded: ReadonlyMap<string, readonly string[]>,
): Owed[] {
  const had = new Map([...rewarded].map(([memberId, tierIds]) => [memberId, new Set(tierIds)]));
  return moves.flatMap((move) => {
    const { holderId: memberId, from, to, programVersion } = move;
    const tiers = versions.find(({ version }) => version === programVersion)?.body.tiers;
    invariant(tiers != null, `version ${programVersion} has tiers`);
    const own = had.get(memberId) ?? new Set();
    had.set(memberId, own);
    return tiersEntered(compileLadder(tiers, currency), from, to).flatMap((tier) => {
      if (own.has(tier.id) || !givesOnEntry(tier)) return [];
      own.add(tier.id);
      return [{ memberId, tier, programVersion, move }];
    });
  });
}

function entryPoints({ memberId, tier, programVersion }: Owed): OccasionGift[] {
  const { id, entryPoints: points } = tier;
  if (points === null) return [];
  return [
    {
      ...{ memberId, points, programVersion, key: `tier:${memberId}/${id}/entry` },
      input: giftInput(points, programVersion),
      reason: "tier-entered",
      source: { type: "tier", id },
      lifetime: { kind: "program" },
    },
  ];
}
