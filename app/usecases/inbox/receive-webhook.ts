import type { Inbox, Webhook } from "./inbox-ports.ts";
import type { Clock, Wake } from "../ports.ts";

/** Topics that Shopify still sends, and expects to be acted upon, after the merchant has removed the app. */
export const AFTER_UNINSTALL: ReadonlySet<string> = new Set([
  "customers/data_request",
  "customers/redact",
  "shop/redact",
]);

/**
 * Stores a webhook and wakes the job that works it off; nothing else, since Shopify waits at most five seconds. A repeated
 * event, and one of a shop that we don't know or that has uninstalled, leaves no trace.
 */
export async function receiveWebhook(
  ports: { readonly inbox: Pick<Inbox, "put">; readonly wake: Pick<Wake, "inbox">; readonly clock: Clock },
  webhook: Webhook,
): Promise<void> {
  const stored = await ports.inbox.put({
    ...webhook,
    receivedAt: ports.clock.now(),
    evenUninstalled: AFTER_UNINSTALL.has(webhook.topic),
  });
  if (stored) ports.wake.inbox(webhook.shopId);
}
