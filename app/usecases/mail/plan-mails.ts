import { decideMails, isStale } from "#app/domain/messaging/decide-mails.ts";
import type { OpenReward } from "#app/domain/messaging/mail-facts.ts";
import { leastPoints } from "#app/domain/rewards/quote.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { hasTag } from "#app/domain/shared/fold-case.ts";
import { listRewards } from "../rewards/list-rewards.ts";
import type { MailPlans, MailToInsert, MemberNews } from "./mail-ports.ts";
import type { Clock, Ids, ShopRecord, Wake } from "../ports.ts";

export type PlanMailsPorts = Parameters<typeof listRewards>[0] & {
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly mailPlans: MailPlans;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Pick<Wake, "mails">;
};

const MEMBERS_A_ROUND = 200;
const SKIPPED_A_ROUND = 5_000;

/**
 * Decides, from what is committed, which mails new entries and issued rewards cause. Each member's cursor moves in the
 * transaction that inserts their mails, so that it may be killed and run again anywhere: no cause is lost or told twice.
 */
export async function planMails(ports: PlanMailsPorts, shopId: string, signal?: AbortSignal): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.uninstalledAt !== null) return;
  const { launchedAt } = shop;
  if (launchedAt === null) {
    return skipSilent(ports, shopId, null, signal);
  }
  const planned =
    (await planNews(ports, shop, launchedAt, signal)) + (await planRedeemed(ports, shopId, launchedAt));
  if (planned > 0) ports.wake.mails(shopId);
}

/** History by the million goes by in a few statements. */
async function skipSilent(
  ports: PlanMailsPorts,
  shopId: string,
  before: Date | null,
  signal?: AbortSignal,
): Promise<void> {
  for (let moved = SKIPPED_A_ROUND; moved === SKIPPED_A_ROUND && signal?.aborted !== true;)
    moved = await ports.mailPlans.skipNews(shopId, before, SKIPPED_A_ROUND);
}

async function planNews(
  ports: PlanMailsPorts,
  shop: ShopRecord,
  launchedAt: Date,
  signal?: AbortSignal,
): Promise<number> {
  const { shopId } = shop;
  await skipSilent(ports, shopId, launchedAt, signal);
  const offered = await listRewards(ports, shop, null);
  const rewards = offered.flatMap(({ reward, unavailableBecause }) =>
    unavailableBecause === null ? [reward] : [],
  );
  let planned = 0;
  while (signal?.aborted !== true) {
    const news = await ports.mailPlans.listNews(shopId, MEMBERS_A_ROUND);
    if (news.length === 0) break;
    const now = ports.clock.now();
    const mails = news.flatMap((member) =>
      decideMails(member.memberId, member.entries, {
        launchedAt,
        now,
        rewards: openTo(member, rewards),
      }).map((mail): MailToInsert => ({ ...mail, mailId: ports.ids.next(now), memberId: member.memberId })),
    );
    planned += await ports.mailPlans.insertNews(shopId, news, mails, now);
  }
  return planned;
}

/** Of the rewards that can be taken, those for members like this one; what only this member has reached is asked when the mail goes out. */
function openTo({ tags }: Pick<MemberNews, "tags">, rewards: readonly Reward[]): OpenReward[] {
  return rewards
    .filter(
      ({ tierIds, customerTags }) =>
        tierIds.length === 0 && (customerTags.length === 0 || customerTags.some((tag) => hasTag(tags, tag))),
    )
    .map((reward) => ({ rewardId: reward.id, name: reward.name, points: leastPoints(reward) }));
}

async function planRedeemed(ports: PlanMailsPorts, shopId: string, launchedAt: Date): Promise<number> {
  let planned = 0;
  for (;;) {
    const issued = await ports.mailPlans.listUntoldRedemptions(shopId, MEMBERS_A_ROUND);
    if (issued.length === 0) return planned;
    const now = ports.clock.now();
    const mails = issued
      .filter(({ issuedAt }) => issuedAt >= launchedAt && !isStale(issuedAt, now))
      .map(({ redemptionId, memberId }): MailToInsert => ({
        mailId: ports.ids.next(now),
        memberId,
        key: `redeemed:${redemptionId}`,
        template: "redeemed",
        facts: { kind: "redemption", redemptionId },
      }));
    const ids = issued.map(({ redemptionId }) => redemptionId);
    planned += await ports.mailPlans.insertRedemptions(shopId, ids, mails, now);
  }
}
