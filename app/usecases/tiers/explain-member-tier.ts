import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { type Hold, isHolding } from "#app/domain/tiers/decide-tier.ts";
import type { Missing } from "#app/domain/tiers/keeps-until.ts";
import type { Measure, Tiers } from "#app/domain/tiers/tiers.ts";
import type { ShopRecord } from "../ports.ts";
import { describeTiers, type DescribeTiersPorts } from "./describe-tiers.ts";
import type { TierCodes } from "./tier-benefit-stores.ts";
import type { TierMoveRecord, TierReads } from "./tier-ports.ts";

export type ExplainTierPorts = DescribeTiersPorts & {
  readonly programs: { list(shopId: string): Promise<ProgramVersion[]> };
  readonly tierReads: Pick<TierReads, "listMoves">;
  readonly tierCodes: Pick<TierCodes, "list">;
};

/** What lacks of a threshold, as digits: money in minor units. */
export type MissingView = {
  readonly measure: Measure;
  readonly from: string;
  readonly has: string;
  readonly missing: string;
};

export type MemberTier = {
  /** null: the member does not take part, or the program in force has no tiers. */
  readonly standing: {
    readonly tierId: string | null;
    readonly since: Day;
    /** What holds the tier today. */
    readonly hold: Hold | null;
    /** The review has found it missed: the grace days run. */
    readonly missedOn: Day | null;
    readonly keptThrough: Day | null;
    readonly toKeep: readonly MissingView[];
    readonly next: { readonly tierId: string; readonly missing: readonly MissingView[] } | null;
  } | null;
  /** Their own code for free shipping, or why Shopify does not make it. */
  readonly shippingCode: { readonly code: string; readonly failure: string | null } | null;
  /** The ladder in force. */
  readonly tiers: Tiers | null;
  /** Newest first. */
  readonly moves: readonly TierMoveRecord[];
  /** Tier id → what it is called, or was called last. */
  readonly names: Readonly<Record<string, string>>;
};

/** Where a member stands, what keeps them there, what is next, and how they came here. */
export async function explainMemberTier(
  ports: ExplainTierPorts,
  shop: Pick<ShopRecord, "shopId" | "timeZone" | "currency">,
  memberId: string,
  now: Date,
): Promise<MemberTier> {
  const [standings, moves, versions, [shippingCode]] = await Promise.all([
    describeTiers(ports, shop, [memberId], now),
    ports.tierReads.listMoves(shop.shopId, memberId),
    ports.programs.list(shop.shopId),
    ports.tierCodes.list(shop.shopId, [memberId]),
  ]);
  const found = standings.get(memberId);
  const names = versions.flatMap(({ body }) =>
    (body.tiers?.ladder ?? []).map(({ id, name }) => [id, name] as const),
  );
  return {
    standing:
      found === undefined
        ? null
        : {
            tierId: found.state.tierId,
            since: found.state.since,
            hold: isHolding(found.state.hold, businessDate(now, shop.timeZone)) ? found.state.hold : null,
            missedOn: found.state.missedOn,
            keptThrough: found.progress.keptThrough,
            toKeep: found.progress.toKeep.map(digitsOf),
            next: found.progress.next && {
              tierId: found.progress.next.tier.id,
              missing: found.progress.next.missing.map(digitsOf),
            },
          },
    shippingCode:
      shippingCode !== undefined && (shippingCode.discountId !== null || shippingCode.failure !== null)
        ? { code: shippingCode.code, failure: shippingCode.failure }
        : null,
    tiers: versions.at(-1)?.body.tiers ?? null,
    moves,
    names: Object.fromEntries(names),
  };
}

function digitsOf({ measure, from, has, missing }: Missing): MissingView {
  return { measure, from: String(from), has: String(has), missing: String(missing) };
}
