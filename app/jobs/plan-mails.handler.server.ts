import { planMails } from "#app/usecases/mail/plan-mails.ts";
import { planReminders } from "#app/usecases/mail/plan-reminders.ts";
import { planTierMails } from "#app/usecases/mail/plan-tier-mails.ts";
import { planTierNotices } from "#app/usecases/mail/plan-tier-notices.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handlePlanMails =
  (app: App): ShopJobHandler =>
  async ({ shopId }, signal) => {
    await planMails(app, shopId, signal);
    await planReminders(app, shopId, signal);
    await planTierMails(app, shopId, signal);
    await planTierNotices(app, shopId, signal);
  };
