import { sendMails } from "#app/usecases/mail/send-mails.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleSendMails =
  (app: App): ShopJobHandler =>
  ({ shopId }, signal) =>
    sendMails(app, shopId, signal);
