import { tierMoveMail } from "#app/domain/messaging/decide-tier-mails.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { MailToInsert } from "./mail-ports.ts";
import type { TierMailPlans } from "./tier-mail-ports.ts";
import type { Clock, Ids, ShopRecord, Wake } from "../ports.ts";

export type PlanTierMailsPorts = {
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly programs: { getCurrent(shopId: string): Promise<ProgramVersion | null> };
  readonly tierMailPlans: TierMailPlans;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Pick<Wake, "mails">;
};

const MEMBERS_A_ROUND = 200;

/**
 * Decides which mails the moves between tiers cause: one a member however many moves. Silent moves cause none. A move is let go in
 * the transaction that inserts its mail, so that it may be killed and run again anywhere.
 */
export async function planTierMails(
  ports: PlanTierMailsPorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.launchedAt === null || shop.uninstalledAt !== null) return;
  let planned = 0;
  while (signal?.aborted !== true) {
    const members = await ports.tierMailPlans.listMoved(shopId, MEMBERS_A_ROUND);
    if (members.length === 0) break;
    const tiers = (await ports.programs.getCurrent(shopId))?.body.tiers ?? null;
    const now = ports.clock.now();
    const mails = members.flatMap(({ memberId, moves }): MailToInsert[] => {
      const mail = tierMoveMail(memberId, moves, tiers, now);
      return mail === null ? [] : [{ ...mail, mailId: ports.ids.next(now), memberId }];
    });
    planned += await ports.tierMailPlans.insertMoved(shopId, members, mails, now);
  }
  if (planned > 0) ports.wake.mails(shopId);
}
