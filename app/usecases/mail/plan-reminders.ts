import { dueReminder, reminderMail } from "#app/domain/messaging/due-reminder.ts";
import { addDays, businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
import type { MailPlans, MailSettingsStore, MailToInsert } from "./mail-ports.ts";
import type { Clock, Ids, ShopRecord, Wake } from "../ports.ts";

export type PlanRemindersPorts = {
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly mailSettings: Pick<MailSettingsStore, "get" | "markReminded">;
  readonly mailPlans: Pick<MailPlans, "listExpiring" | "insertMails">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Pick<Wake, "mails">;
};

const MEMBERS_A_ROUND = 1_000;

/**
 * Once on each of the shop's days: a reminder to everybody whose soonest expiry has come near, one mail a member however many
 * lots. Whether they are written to, and what is open then, is looked at when it is sent.
 */
export async function planReminders(
  ports: PlanRemindersPorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.launchedAt === null || shop.uninstalledAt !== null) return;
  const { timeZone } = shop;
  const now = ports.clock.now();
  const today = businessDate(now, timeZone);
  const { reminderDays, remindedOn } = await ports.mailSettings.get(shopId);
  if (remindedOn !== null && remindedOn >= today) return;

  const until = startOfDay(addDays(today, Math.max(0, ...reminderDays) + 1), timeZone);
  let planned = 0;
  for (let after: string | null = null; reminderDays.length > 0;) {
    if (signal?.aborted === true) return;
    const members: Awaited<ReturnType<MailPlans["listExpiring"]>> = await ports.mailPlans.listExpiring(
      shopId,
      {
        ...{ now, until, after },
        limit: MEMBERS_A_ROUND,
      },
    );
    const last = members.at(-1);
    if (last === undefined) break;
    const mails = members.flatMap(({ memberId, lots, remindedAt }): MailToInsert[] => {
      const reminder = dueReminder(lots, { today, timeZone, reminderDays, now });
      if (reminder === null) return [];
      if (remindedAt !== null && businessDate(remindedAt, timeZone) >= reminder.windowFrom) return [];
      return [{ ...reminderMail(memberId, reminder), mailId: ports.ids.next(now), memberId }];
    });
    planned += await ports.mailPlans.insertMails(shopId, mails, now);
    after = last.memberId;
  }
  await ports.mailSettings.markReminded(shopId, today, now);
  if (planned > 0) ports.wake.mails(shopId);
}
