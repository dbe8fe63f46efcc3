import { isUsedUp } from "#app/domain/earning/campaign-life.ts";
import type { Campaign } from "#app/domain/earning/campaign.ts";
import { campaignGift, campaignsFor } from "#app/domain/earning/occasions/campaign-gift.ts";
import { versionAt } from "#app/domain/earning/occasions/rules-in-force.ts";
import type { Entry } from "#app/domain/points/books.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { type Accounts, requireAccount } from "../points/accounts.ts";
import type { OccasionTrigger } from "../campaigns/campaign-ports.ts";
import { listOpen, postGift } from "./fill-gifts.ts";
import type { LedgerStores, Member } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";
import { readTierLives } from "../tiers/read-tier-history.ts";

/** Something that happened to a member at a moment; `what` names it in the key, with the member's id where it is the member's alone. */
export type Occasion = { readonly member: Member; readonly what: string; readonly at: Date };

/** Bonuses of the campaigns that ran at each occasion, on top of the program's rules, as far as their budgets reach. */
export async function giveOnOccasion(
  stores: LedgerStores,
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  accounts: Accounts,
  given: {
    readonly campaigns: readonly Campaign[];
    readonly occasions: readonly Occasion[];
    readonly now: Date;
  },
): Promise<Entry[]> {
  const { occasions, now } = given;
  const version = versionAt(versions, now);
  if (version === null || given.campaigns.length === 0) return [];
  const today = businessDate(now, shop.timeZone);
  const tiers = await stores.tierChanges.listTiers(
    shop.shopId,
    occasions.map(({ member }) => member.memberId),
  );
  const offered = occasions.flatMap(({ member, what, at }) =>
    campaignsFor(given.campaigns, { ...member, tierId: tiers.get(member.memberId) ?? null }, at, {
      ...{ today, currency: shop.currency },
    }).map((campaign) => ({
      campaignId: campaign.campaignId,
      gift: campaignGift(campaign, member.memberId, what, version.version),
    })),
  );
  const open = new Set(
    await listOpen(
      stores,
      shop.shopId,
      accounts,
      offered.map(({ gift }) => gift),
    ),
  );
  const standing = new Map(given.campaigns.map((campaign) => [campaign.campaignId, campaign]));
  const memberIds = [...open].map(({ memberId }) => memberId);
  const lives = await readTierLives(stores, shop.shopId, versions, memberIds);
  const entries: Entry[] = [];
  const added: { campaignId: string; points: number }[] = [];
  for (const { campaignId, gift } of offered.filter((one) => open.has(one.gift))) {
    const campaign = standing.get(campaignId);
    if (campaign === undefined || isUsedUp(campaign)) continue;
    standing.set(campaignId, { ...campaign, givenPoints: campaign.givenPoints + gift.points });
    added.push({ campaignId, points: gift.points });
    entries.push(postGift(requireAccount(accounts, gift.memberId), gift, { versions, shop, now, lives }));
  }
  await stores.campaigns.addGiven(shop.shopId, added, now);
  return entries;
}

/** Campaigns that reward occasions of this kind, and for actions: this one. */
export async function campaignsOn(
  stores: LedgerStores,
  shopId: string,
  trigger: OccasionTrigger,
  now: Date,
  action: string | null = null,
): Promise<Campaign[]> {
  const campaigns = await stores.campaigns.listOnOccasion(shopId, trigger, now);
  return campaigns.filter(
    ({ terms }) => terms.kind === "bonus" && (action === null || terms.action === action),
  );
}
