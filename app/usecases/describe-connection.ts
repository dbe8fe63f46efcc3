import type { FailedEvent, Inbox } from "./inbox-ports.ts";
import type { ShopRecord } from "./ports.ts";
import { offlineSessionId, type Sessions } from "./session-ports.ts";

/** What keeps the app from doing its work in a shop; the locale files put the code into a sentence. */
export type Notice = {
  readonly code: "reconnect" | "scope-missing" | "history-withheld" | "customer-data-withheld" | "failed-events";
  /** The scope, or the level of protected data. */
  readonly subject: string | null;
  readonly count: number;
};

export type ScopeState = { readonly scope: string; readonly optional: boolean; readonly granted: boolean };

export type FailedJob = {
  readonly id: string;
  readonly job: string;
  readonly failedAt: Date;
  readonly attempts: number;
  readonly failure: string;
};

export type Connection = {
  readonly token: { readonly problem: "reconnect" | null; readonly expiresAt: Date | null };
  readonly scopes: readonly ScopeState[];
  readonly dataWithheld: "level-1" | "level-2" | null;
  readonly lastEvents: readonly { readonly topic: string; readonly receivedAt: Date }[];
  /** Everything that Shopify changed up to this moment is known. */
  readonly reconciledUntil: Date | null;
  readonly failedEvents: readonly FailedEvent[];
  readonly failedJobs: readonly FailedJob[];
};

export type ConnectionPorts = {
  readonly sessions: Pick<Sessions, "get">;
  readonly inbox: Pick<Inbox, "listFailed" | "lastByTopic">;
  readonly queue: { listFailed(shopId: string): Promise<FailedJob[]> };
  /** Every scope the app asks for, and whether these granted ones hold it. */
  readonly scopesHeld: (granted: readonly string[]) => ScopeState[];
};

const FAILED_EVENTS_SHOWN = 100;

/** The state of the connection between the app and a shop, as the Connection page shows it. */
export async function describeConnection(ports: ConnectionPorts, shop: ShopRecord): Promise<Connection> {
  const [session, lastEvents, failedEvents, failedJobs] = await Promise.all([
    ports.sessions.get(offlineSessionId(shop.shopId)),
    ports.inbox.lastByTopic(shop.shopId),
    ports.inbox.listFailed(shop.shopId, FAILED_EVENTS_SHOWN),
    ports.queue.listFailed(shop.shopId),
  ]);
  return {
    token: { problem: shop.tokenProblem, expiresAt: session?.expiresAt ?? null },
    scopes: ports.scopesHeld(grantedBy(session?.scope ?? null)),
    dataWithheld: shop.dataWithheld,
    lastEvents,
    reconciledUntil: shop.reconciledUntil,
    failedEvents,
    failedJobs,
  };
}

/** What is missing or needs a hand, the gravest first; empty = all is well. */
export async function listNotices(ports: Omit<ConnectionPorts, "queue">, shop: ShopRecord): Promise<Notice[]> {
  const session = await ports.sessions.get(offlineSessionId(shop.shopId));
  const failed = await ports.inbox.listFailed(shop.shopId, FAILED_EVENTS_SHOWN);
  const missing = ports.scopesHeld(grantedBy(session?.scope ?? null)).filter((one) => !one.granted && !one.optional);
  const notices: Notice[] = [];
  if (shop.tokenProblem !== null) notices.push({ code: shop.tokenProblem, subject: null, count: 1 });
  for (const { scope } of missing) {
    notices.push({ code: scope === "read_all_orders" ? "history-withheld" : "scope-missing", subject: scope, count: 1 });
  }
  if (shop.dataWithheld !== null) notices.push({ code: "customer-data-withheld", subject: shop.dataWithheld, count: 1 });
  if (failed.length > 0) notices.push({ code: "failed-events", subject: null, count: failed.length });
  return notices;
}

function grantedBy(scope: string | null): string[] {
  return (scope ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "");
}
