import { addDays, addMonths, businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";
import type { ShopRecord } from "../ports.ts";
import type { TierFigures, TierMonth } from "./tier-figures-ports.ts";

export type DescribeLadderPorts = {
  readonly programs: { list(shopId: string): Promise<ProgramVersion[]> };
  readonly tierFigures: TierFigures;
};

export type LadderFigures = {
  /** Lowest first, each with its members. */
  readonly tiers: readonly { readonly tier: Tier; readonly members: number }[];
  readonly withoutTier: number;
  /** The last months, oldest first, the present one last; those before the first ladder was published are left out. */
  readonly months: readonly TierMonth[];
};

const MONTHS_SHOWN = 12;

/** How members are spread over the ladder in force, and how they have moved. Null: the program in force has no tiers. */
export async function describeLadder(
  ports: DescribeLadderPorts,
  shop: Pick<ShopRecord, "shopId" | "timeZone">,
  now: Date,
): Promise<LadderFigures | null> {
  const versions = await ports.programs.list(shop.shopId);
  const tiers = versions.at(-1)?.body.tiers ?? null;
  if (tiers === null) return null;
  const months = monthsUntil(businessDate(now, shop.timeZone));
  const begun = versions.find(({ body }) => body.tiers !== null);
  const firstMonth = businessDate(begun?.publishedAt ?? now, shop.timeZone).slice(0, 7);
  const [counts, moved] = await Promise.all([
    ports.tierFigures.countByTier(shop.shopId),
    ports.tierFigures.listMonths(shop.shopId, {
      since: startOfDay(`${months[0]}-01`, shop.timeZone),
      timeZone: shop.timeZone,
      ranks: versions.flatMap(({ version, body }) =>
        (body.tiers?.ladder ?? []).map(({ id }, rank) => ({ version, tierId: id, rank })),
      ),
    }),
  ]);
  return {
    tiers: tiers.ladder.map((tier) => ({ tier, members: counts.get(tier.id) ?? 0 })),
    withoutTier: counts.get(null) ?? 0,
    months: months
      .filter((month) => month >= firstMonth)
      .map((month) => moved.find((one) => one.month === month) ?? { month, up: 0, down: 0 }),
  };
}

/** `YYYY-MM` of the last months, oldest first. */
function monthsUntil(today: string): string[] {
  const first = addDays(today, 1 - Number(today.slice(8)));
  return Array.from({ length: MONTHS_SHOWN }, (_, back) =>
    addMonths(first, back + 1 - MONTHS_SHOWN).slice(0, 7),
  );
}
