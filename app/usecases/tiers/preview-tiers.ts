import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { ProgramRefusal } from "#app/domain/program/program-refusal.ts";
import { refuseOccupied, validateTiers } from "#app/domain/program/validate-tiers.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import type { Programs } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";
import type { TierChanges } from "./tier-change-ports.ts";
import type { TierDirection, TierMover, TierPreviews, TierSpread } from "./tier-preview-ports.ts";
import type { SetDecision } from "./tier-store-ports.ts";

export type PreviewPorts = {
  readonly tierPreviews: TierPreviews;
  readonly tierChanges: Pick<TierChanges, "countByTier">;
  readonly programs: Pick<Programs, "getCurrent">;
};

type Shop = Pick<ShopRecord, "shopId" | "currency" | "timeZone">;

/** Where the members of today would stand on the ladder of a program, were everything applied. */
export type TierPreview = {
  /** Lowest first; at the end those that are no longer in the ladder. */
  readonly tiers: readonly TierCount[];
  readonly withoutTier: { readonly now: number; readonly then: number };
  readonly moves: TierSpread["moves"];
  /** What it would cost to give the entry rewards of the tiers that members would be raised to, which publishing does if asked. */
  readonly entry: {
    readonly members: number;
    readonly points: number;
    readonly rewards: readonly { readonly rewardId: string; readonly members: number }[];
  };
  /** What publishing would refuse: a tier that is left out has members, who are counted here by what they reach. */
  readonly refusals: readonly ProgramRefusal[];
};

export type TierCount = {
  readonly id: string;
  readonly name: string;
  readonly now: number;
  readonly then: number;
};

/** Changes nothing. Refused where the ladder can't work. */
export async function previewTiers(
  ports: PreviewPorts,
  shop: Shop,
  body: ProgramBody,
  now: Date,
): Promise<Outcome<TierPreview, ProgramRefusal>> {
  const counts = await ports.tierChanges.countByTier(shop.shopId);
  const present = (await ports.programs.getCurrent(shop.shopId))?.body.tiers ?? null;
  const { tiers } = body;
  const [first, ...rest] = validateTiers(body, shop.currency);
  if (first !== undefined) return refuse(first, ...rest);
  const inNone: Counts = new Map([[null, everybody(counts)]]);
  const shown = present === null ? inNone : counts;
  if (tiers === null) return accept({ ...countTiers(null, present, shown, inNone), ...NOTHING });

  const { then, moves, entries, entering } = await ports.tierPreviews.spread(
    shop.shopId,
    applied(shop, tiers, now),
  );
  const entered = tiers.ladder.map((tier) => ({ tier, members: entries.get(tier.id) ?? 0 }));
  return accept({
    ...countTiers(tiers, present, shown, then),
    moves,
    entry: {
      members: entering,
      points: entered.reduce((sum, { tier, members }) => sum + members * (tier.entryPoints ?? 0), 0),
      rewards: entered.flatMap(({ tier: { entryRewardId: rewardId }, members }) =>
        rewardId === null || members === 0 ? [] : [{ rewardId, members }],
      ),
    },
    refusals: refuseOccupied(tiers, counts, present),
  });
}

/** Who of them moves which way, with the figures that decide it. The body is one that previewTiers has not refused. */
export async function listTierMovers(
  ports: Pick<PreviewPorts, "tierPreviews">,
  shop: Shop,
  input: {
    readonly body: ProgramBody;
    readonly direction: TierDirection;
    readonly after: string | null;
    readonly limit: number;
  },
  now: Date,
): Promise<Outcome<TierMover[], ProgramRefusal>> {
  const { body, ...page } = input;
  const [first, ...rest] = validateTiers(body, shop.currency);
  if (first !== undefined) return refuse(first, ...rest);
  if (body.tiers === null) return accept([]);
  return accept(await ports.tierPreviews.listMovers(shop.shopId, applied(shop, body.tiers, now), page));
}

const NOTHING: Pick<TierPreview, "moves" | "entry" | "refusals"> = {
  moves: { up: 0, down: 0, over: 0 },
  entry: { members: 0, points: 0, rewards: [] },
  refusals: [],
};

function applied({ currency, timeZone }: Shop, tiers: Tiers, now: Date): SetDecision {
  return {
    ...{ ladder: compileLadder(tiers, currency), currency, timeZone, today: businessDate(now, timeZone) },
    losers: { kind: "apply" },
  };
}

type Counts = ReadonlyMap<string | null, number>;

function countTiers(
  tiers: Tiers | null,
  present: Tiers | null,
  now: Counts,
  then: Counts,
): Pick<TierPreview, "tiers" | "withoutTier"> {
  const stays = new Set(tiers?.ladder.map(({ id }) => id));
  const ladder = [...(tiers?.ladder ?? []), ...(present?.ladder.filter(({ id }) => !stays.has(id)) ?? [])];
  const counted = ladder.map(({ id, name }) => ({
    ...{ id, name, now: now.get(id) ?? 0, then: then.get(id) ?? 0 },
  }));
  const inTiers = (when: "now" | "then") => counted.reduce((sum, one) => sum + one[when], 0);
  return {
    tiers: counted,
    withoutTier: {
      now: everybody(now) - inTiers("now"),
      then: everybody(then) - inTiers("then"),
    },
  };
}

function everybody(counts: Counts): number {
  return [...counts.values()].reduce((sum, members) => sum + members, 0);
}
