import type { OccasionGift } from "#app/domain/earning/occasions/gift.ts";
import { hasRulesOf } from "#app/domain/earning/occasions/rules-in-force.ts";
import { hasTierBirthdays, tierBirthdayGift } from "#app/domain/earning/occasions/tier-birthday.ts";
import {
  CATCH_UP_DAYS,
  momentOf,
  recentDays,
  type YearlyKind,
  yearlyGift,
} from "#app/domain/earning/occasions/yearly.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import { type Accounts, closeAccounts, openAccounts } from "../points/accounts.ts";
import { tiersOf } from "../points/giving.ts";
import { fillGifts } from "./fill-gifts.ts";
import { campaignsOn, giveOnOccasion } from "./give-on-occasion.ts";
import type { Ledger, LedgerStores, Member } from "../ledger-ports.ts";
import type { Clock, ShopRecord, Wake } from "../ports.ts";

/** Members a transaction: few enough to hold their locks for a moment only. */
const ROUND = 500;

export type CelebratePorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

type Celebration = { readonly kind: YearlyKind; readonly day: Day; readonly now: Date };
type Round = { readonly given: number; readonly last: string | null };

/**
 * Points for birthdays and for the anniversaries of first orders, once a year, on the day in the shop's zone; a day that the
 * sweep missed is made up for within a week. Run twice, or by two workers at once, it gives once.
 */
export async function celebrateDays(ports: CelebratePorts, shopId: string): Promise<void> {
  const now = ports.clock.now();
  const { shop, versions, campaigns } = await ports.ledger.transaction(async (stores) => ({
    shop: await stores.shops.get(shopId),
    versions: await stores.programs.list(shopId),
    campaigns: await campaignsOn(stores, shopId, "birthday", now),
  }));
  if (shop === null || shop.launchedAt === null) return;
  const launchedOn = businessDate(shop.launchedAt, shop.timeZone);
  const days = recentDays(businessDate(now, shop.timeZone), CATCH_UP_DAYS).filter((day) => day >= launchedOn);
  let given = 0;
  for (const kind of ["birthday", "anniversary"] as const) {
    const isOnlyRules = kind !== "birthday" || (campaigns.length === 0 && !hasTierBirthdays(versions));
    if (!hasRulesOf(versions, [kind]) && isOnlyRules) continue;
    for (const day of days) {
      for (let after: string | null = null; ;) {
        const round: Round = await ports.ledger.transaction((stores) =>
          celebrate(stores, shop, versions, { kind, day, now }, after),
        );
        given += round.given;
        if (round.last === null) break;
        after = round.last;
      }
    }
  }
  if (given > 0) ports.wake.metafields(shopId);
}

async function celebrate(
  stores: LedgerStores,
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  { kind, day, now }: Celebration,
  after: string | null,
): Promise<Round> {
  const { shopId, timeZone } = shop;
  const page = { after, limit: ROUND };
  const found = await (kind === "birthday"
    ? stores.occasions.listBirthdays(shopId, day, page)
    : stores.occasions.listAnniversaries(shopId, day, page));
  const last = found.at(-1);
  if (last === undefined) return { given: 0, last: null };
  const members = await stores.members.lock(shopId, { memberIds: found });
  const accounts = openAccounts(members, await stores.points.listLots(shopId, found));
  // Somebody may have left, or been merged, while the lock was waited for.
  const present = members.filter((one) => one.participation === "member" && found.includes(one.memberId));
  const moment = momentOf(day, now, timeZone);
  const gifts = [
    ...present.flatMap((member) => yearlyGift(kind, member, day, moment, versions) ?? []),
    ...(kind === "birthday" && hasTierBirthdays(versions)
      ? await tierGifts(stores, shopId, present, { day, moment, versions })
      : []),
  ];
  const given = await fillGifts(stores, shop, versions, accounts, gifts, now);
  const extra =
    kind === "birthday"
      ? await giveForBirthdays(stores, shop, versions, accounts, present, { day, moment, now })
      : 0;
  await closeAccounts(stores, shopId, accounts);
  return { given: given + extra, last };
}

async function tierGifts(
  stores: LedgerStores,
  shopId: string,
  members: readonly Member[],
  {
    day,
    moment,
    versions,
  }: { readonly day: Day; readonly moment: Date; readonly versions: readonly ProgramVersion[] },
): Promise<OccasionGift[]> {
  const ids = members.map(({ memberId }) => memberId);
  const history = await stores.tiers.listHistory(shopId, ids);
  return ids.flatMap((id) => tierBirthdayGift(id, tiersOf(history, id), day, moment, versions) ?? []);
}

async function giveForBirthdays(
  stores: LedgerStores,
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  accounts: Accounts,
  members: readonly Member[],
  { day, moment, now }: { readonly day: Day; readonly moment: Date; readonly now: Date },
): Promise<number> {
  const entries = await giveOnOccasion(stores, shop, versions, accounts, {
    campaigns: await campaignsOn(stores, shop.shopId, "birthday", now),
    occasions: members.map((member) => ({
      ...{ member, at: moment },
      what: `${member.memberId}/birthday:${day.slice(0, 4)}`,
    })),
    now,
  });
  return entries.length;
}
