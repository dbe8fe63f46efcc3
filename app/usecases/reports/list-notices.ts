import type { ShopRecord } from "../ports.ts";
import type { TierDiscounts } from "../tiers/tier-benefit-stores.ts";
import { offlineSessionId, type Sessions } from "../shops/session-ports.ts";

/** What keeps the app from doing all of its work in a shop; `subject` is a scope's name or Shopify's words, `count` how many events. */
export type Notice = {
  readonly code:
    | "reconnect"
    | "left-shopify"
    | "scope-missing"
    | "history-withheld"
    | "customer-data-withheld"
    | "free-shipping-refused"
    | "failed-events";
  readonly subject: string | null;
  readonly count: number;
};

/** Failed events are counted up to here; beyond, the number says nothing more. */
const FAILED_EVENTS_MAX = 100;
const HISTORY_SCOPE = "read_all_orders";

export type NoticePorts = {
  readonly sessions: Pick<Sessions, "get">;
  readonly inbox: { listFailed(shopId: string, limit: number): Promise<readonly unknown[]> };
  readonly memberReads: { areNamesWithheld(shopId: string): Promise<boolean> };
  readonly tierDiscounts: Pick<TierDiscounts, "list">;
  /** Required scopes that are not among the granted ones. */
  readonly missingScopes: (granted: readonly string[]) => readonly { readonly scope: string }[];
};

/** In the order of urgency; empty = all is well. */
export async function listNotices(ports: NoticePorts, shop: ShopRecord): Promise<Notice[]> {
  const [session, failed, namesWithheld, discounts] = await Promise.all([
    ports.sessions.get(offlineSessionId(shop.shopId)),
    ports.inbox.listFailed(shop.shopId, FAILED_EVENTS_MAX),
    ports.memberReads.areNamesWithheld(shop.shopId),
    ports.tierDiscounts.list(shop.shopId),
  ]);
  const missing = ports
    .missingScopes((session?.scope ?? "").split(",").filter(Boolean))
    .map(({ scope }) => scope);
  const notice = (code: Notice["code"], subject: string | null = null, count = 0): Notice => ({
    code,
    subject,
    count,
  });
  return [
    ...(shop.tokenProblem === "reconnect" ? [notice("reconnect")] : []),
    ...(shop.quietSince === null ? [] : [notice("left-shopify")]),
    ...missing.filter((scope) => scope !== HISTORY_SCOPE).map((scope) => notice("scope-missing", scope)),
    ...(missing.includes(HISTORY_SCOPE) ? [notice("history-withheld")] : []),
    // A shop without customers at its installation could not be asked: then its members' rows tell.
    ...(shop.dataWithheld !== null || namesWithheld ? [notice("customer-data-withheld")] : []),
    ...[...new Set(discounts.flatMap(({ failure }) => failure ?? []))].map((failure) =>
      notice("free-shipping-refused", failure),
    ),
    ...(failed.length > 0 ? [notice("failed-events", null, failed.length)] : []),
  ];
}
