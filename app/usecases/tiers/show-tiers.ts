import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import {
  type ShownStanding,
  shownStanding,
  type ShownTiers,
  shownTiers,
} from "#app/domain/tiers/shown-tiers.ts";
import type { Clock, ShopRecord } from "../ports.ts";
import { describeTiers, type DescribeTiersPorts } from "./describe-tiers.ts";

/** What a shopper may see of the tiers, now. null: the program in force has none. `standing` null: they take no part. */
export async function showTiers(
  ports: DescribeTiersPorts & {
    readonly programs: { getCurrent(shopId: string): Promise<ProgramVersion | null> };
    readonly clock: Clock;
  },
  shop: ShopRecord,
  memberId: string | null,
): Promise<{ readonly tiers: ShownTiers; readonly standing: ShownStanding | null } | null> {
  const { tiers = null, rewards = [] } = (await ports.programs.getCurrent(shop.shopId))?.body ?? {};
  if (tiers === null) return null;
  const standings =
    memberId === null ? null : await describeTiers(ports, shop, [memberId], ports.clock.now());
  const own = standings?.get(memberId ?? "");
  return {
    tiers: shownTiers(tiers, rewards),
    standing: own === undefined ? null : shownStanding(own.progress, tiers, rewards, shop.currency),
  };
}
