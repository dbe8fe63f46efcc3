import { hasKept, keptMail, noticeDay, noticeMail } from "#app/domain/messaging/decide-tier-mails.ts";
import { addDays, businessDate, type Day } from "#app/domain/shared/calendar.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import { describeTiers, type DescribeTiersPorts } from "../tiers/describe-tiers.ts";
import type { ShopRecord } from "../ports.ts";
import type { PlanTierMailsPorts } from "./plan-tier-mails.ts";
import type { TierMailPlans, WarnedMember } from "./tier-mail-ports.ts";

export type PlanTierNoticesPorts = PlanTierMailsPorts & DescribeTiersPorts;

/** As many as are described at once. */
const ROUND = 500;
/** Members that are looked up at once: one pass over what everybody has bought. */
const FOUND = 100_000;

/**
 * Once on each of the shop's days, after its review: who was warned and has made it is told so, and who would lose their tier
 * within the days of notice is warned, once for a stay in it. The SQL of the review finds whom it may concern, the pure rule
 * decides. Run again after it was killed, it warns nobody twice.
 */
export async function planTierNotices(
  ports: PlanTierNoticesPorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.launchedAt === null || shop.uninstalledAt !== null) return;
  const today = businessDate(ports.clock.now(), shop.timeZone);
  const days = await ports.tierMailPlans.getDays(shopId);
  if (days === null || days.reviewedOn !== today || (days.noticedOn ?? "") >= today) return;
  const tiers = (await ports.programs.getCurrent(shopId))?.body.tiers ?? null;
  if (tiers === null) return;
  const kept = await tellKept(ports, shop, tiers, today, signal);
  const warned = await warn(ports, shop, tiers, today, signal);
  if (signal?.aborted !== true) await ports.tierMailPlans.markNoticed(shopId, today);
  if (kept + warned > 0) ports.wake.mails(shopId);
}

async function tellKept(
  ports: PlanTierNoticesPorts,
  shop: ShopRecord,
  { noticeDays }: Tiers,
  today: Day,
  signal?: AbortSignal,
): Promise<number> {
  let planned = 0;
  for (let after: string | null = null; signal?.aborted !== true;) {
    const warned: WarnedMember[] = await ports.tierMailPlans.listWarned(shop.shopId, after, ROUND);
    const last = warned.at(-1);
    if (last === undefined) break;
    const now = ports.clock.now();
    const standings = await describeTiers(
      ports,
      shop,
      warned.map(({ memberId }) => memberId),
      now,
    );
    const kept = warned.filter(({ memberId, tierId, warnedFor }) => {
      const standing = standings.get(memberId);
      return standing?.state.tierId === tierId && hasKept(standing, warnedFor, noticeDays, today);
    });
    const mails = kept.map(({ memberId, tierId, warnedFor }) => ({
      ...{ ...keptMail(memberId, tierId, warnedFor), mailId: ports.ids.next(now), memberId },
    }));
    planned += await ports.tierMailPlans.insertKept(shop.shopId, kept, mails, now);
    after = last.memberId;
  }
  return planned;
}

async function warn(
  ports: PlanTierNoticesPorts,
  shop: ShopRecord,
  tiers: Tiers,
  today: Day,
  signal?: AbortSignal,
): Promise<number> {
  const { noticeDays } = tiers;
  if (noticeDays === null) return 0;
  const { shopId, currency, timeZone } = shop;
  const ladder = compileLadder(tiers, currency);
  // The review of the day after the last one that a notice tells of.
  const on = addDays(today, noticeDays + 1);
  let planned = 0;
  let after: string | null = null;
  do {
    const found: Awaited<ReturnType<TierMailPlans["listEndangered"]>> =
      await ports.tierMailPlans.listEndangered(shopId, {
        ...{ ladder, currency, timeZone, on, after, limit: FOUND },
      });
    const { memberIds } = found;
    for (let start = 0; start < memberIds.length && signal?.aborted !== true; start += ROUND) {
      const now = ports.clock.now();
      const standings = await describeTiers(ports, shop, memberIds.slice(start, start + ROUND), now);
      const warned = [...standings].flatMap(([memberId, standing]): WarnedMember[] => {
        const through = noticeDay(standing, noticeDays, today);
        const { tierId } = standing.state;
        return through === null || tierId === null ? [] : [{ memberId, tierId, warnedFor: through }];
      });
      const mails = warned.map(({ memberId, tierId, warnedFor }) => ({
        ...{ ...noticeMail(memberId, tierId, warnedFor), mailId: ports.ids.next(now), memberId },
      }));
      planned += await ports.tierMailPlans.insertWarned(shopId, warned, mails, now);
    }
    after = found.next;
  } while (after !== null && signal?.aborted !== true);
  return planned;
}
