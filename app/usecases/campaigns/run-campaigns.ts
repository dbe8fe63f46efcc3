import { asOf, dueAt, givesAtStart, isUsedUp, takeStep } from "#app/domain/earning/campaign-life.ts";
import type { Campaign } from "#app/domain/earning/campaign.ts";
import { bonusLife } from "#app/domain/earning/lot-life.ts";
import { campaignGift } from "#app/domain/earning/occasions/campaign-gift.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { closeAccounts, openAccounts, requireAccount } from "../points/accounts.ts";
import type { BonusRound, StoredCampaign } from "./campaign-ports.ts";
import { postGift } from "../occasions/fill-gifts.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import { readTierLives } from "../tiers/read-tier-history.ts";
import type { Clock, ShopRecord, Wake } from "../ports.ts";

/** Members a round: one short statement each, so that nobody's order waits long for it. */
const ROUND = 2_000;

export type RunCampaignPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

/**
 * Begins campaigns whose time has come, gives bonuses that are due at the start, round by round, and ends what is over or has
 * used up its budget. Killed in the middle it goes on where it stopped; two at once do it once.
 */
export async function runCampaigns(ports: RunCampaignPorts, shopId: string): Promise<void> {
  const now = ports.clock.now();
  const due = await ports.ledger.transaction((stores) => stores.campaigns.listDue(shopId, now));
  let given = false;
  for (const campaignId of due) {
    for (;;) {
      const round = await ports.ledger.transaction((stores) => step(stores, shopId, campaignId, now));
      given ||= round.given > 0;
      if (round.isDone) break;
    }
  }
  if (given) ports.wake.metafields(shopId);
}

type Round = { readonly given: number; readonly isDone: boolean };

async function step(stores: LedgerStores, shopId: string, campaignId: string, now: Date): Promise<Round> {
  const stored = await stores.campaigns.lock(shopId, campaignId);
  if (stored === null) return { given: 0, isDone: true };
  const current: StoredCampaign = { ...asOf(stored, now), segmentId: stored.segmentId };
  const gives = current.status === "running" && givesAtStart(current);
  const round = gives && !isUsedUp(current) ? await give(stores, shopId, current, now) : NOTHING;
  const after = { ...current, givenPoints: current.givenPoints + round.points };
  const isOver = after.status === "running" && (isUsedUp(after) || round.isLast);
  const next = isOver ? end(after, now) : after;
  await stores.campaigns.update(shopId, { ...next, segmentId: stored.segmentId }, dueAt(next, now));
  return { given: round.given, isDone: next.status !== "running" || !gives };
}

function end(campaign: Campaign, at: Date): Campaign {
  const ended = takeStep(campaign, "end", at);
  invariant(ended.ok, `campaign ${campaign.campaignId} runs and can end`);
  return ended.value;
}

type Given = { readonly given: number; readonly points: number; readonly isLast: boolean };
const NOTHING: Given = { given: 0, points: 0, isLast: false };

async function give(stores: LedgerStores, shopId: string, campaign: Campaign, now: Date): Promise<Given> {
  const { terms, budgetPoints, givenPoints } = campaign;
  invariant(terms.kind === "bonus", "a bonus is given at the start");
  const shop = await stores.shops.get(shopId);
  const version = await stores.programs.getCurrent(shopId);
  invariant(shop !== null && version !== null, `${shopId} is launched with a program`);
  const left = budgetPoints === null ? ROUND : Math.floor((budgetPoints - givenPoints) / terms.points);
  const round: BonusRound = {
    points: terms.points,
    limit: Math.min(ROUND, left),
    life: bonusLife(terms.lifetime, now, version.body, shop.timeZone),
    programVersion: version.version,
    today: businessDate(now, shop.timeZone),
    ...{ currency: shop.currency, timeZone: shop.timeZone, tiers: version.body.tiers },
    now,
  };
  const { looked, given, rest } = await stores.campaigns.giveRound(shopId, campaign, round);
  await giveByLedger(stores, shop, version, { campaign, round, memberIds: rest });
  return { given, points: given * terms.points, isLast: looked < round.limit };
}

/** Members who owe points repay first; where other points live on by an earning, they do. */
async function giveByLedger(
  stores: LedgerStores,
  shop: ShopRecord,
  version: ProgramVersion,
  given: { readonly campaign: Campaign; readonly round: BonusRound; readonly memberIds: readonly string[] },
): Promise<void> {
  const { memberIds, round } = given;
  if (memberIds.length === 0) return;
  const { shopId } = shop;
  const members = await stores.members.lock(shopId, { memberIds });
  const accounts = openAccounts(members, await stores.points.listLots(shopId, memberIds));
  const lives = await readTierLives(stores, shopId, [version], memberIds);
  for (const memberId of memberIds) {
    const gift = campaignGift(given.campaign, memberId, memberId, version.version);
    postGift(requireAccount(accounts, memberId), gift, { versions: [version], shop, now: round.now, lives });
  }
  await closeAccounts(stores, shopId, accounts);
}
