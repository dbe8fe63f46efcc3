import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueToken } from "#dev-store/auth/tokens.ts";
import { parseAppConfig, type AppConfig } from "#dev-store/config.ts";
import type { StoreEvent } from "#dev-store/state/events.ts";
import { Persistence } from "#dev-store/state/persistence.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import { Store } from "#dev-store/state/store.ts";
import { bodyOf } from "#dev-store/webhooks/plan-deliveries.ts";

export const API_SECRET = "the simulated app's secret";

const APP_TOML = new URL("../../../shopify.app.toml", import.meta.url);

/** Webhook as the store would send it: the body of the moment, waiting for its postman. */
export type Letter = {
  readonly eventId: string;
  readonly topic: string;
  readonly triggeredAt: string;
  readonly body: string;
};

/** The local store on a clock that stands still until it is moved. */
class TimedStore extends Store {
  nowMs = 0;

  override now(): Date {
    return new Date(this.nowMs);
  }
}

export type SimulatedStore = {
  readonly store: Store;
  readonly state: ShopState;
  readonly app: AppConfig;
  readonly token: string;
  readonly shopId: string;
  /** What has happened and is not delivered yet, oldest first. Take from it, put back into it. */
  readonly post: Letter[];
  now(): Date;
  setNow(instant: Date): void;
  close(): void;
};

export type ShopTraits = {
  readonly shopId: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly openedAt: Date;
};

/** A shop of its own with the app installed; its webhooks are collected instead of sent. `spoil`: what becomes of each. */
export function openSimulatedStore(
  traits: ShopTraits,
  spoil: (letter: Letter) => Letter | null = (letter) => letter,
): SimulatedStore {
  const folder = mkdtempSync(join(tmpdir(), "simulated-store-"));
  const store = new TimedStore(
    {
      appUrl: "http://127.0.0.1:1",
      apiKey: "simulated",
      apiSecret: API_SECRET,
      ownUrl: "http://store.invalid",
      folder,
      demoShop: traits.shopId,
    },
    new Persistence(folder),
  );
  store.nowMs = traits.openedAt.getTime();
  const app = parseAppConfig(readFileSync(APP_TOML, "utf8"));
  const state = store.addShop({
    domain: traits.shopId,
    id: store.newId(),
    name: "Simulated",
    email: "owner@example.com",
    timeZone: traits.timeZone,
    currency: traits.currency,
    createdAt: store.nowInstant(),
    withheldScopes: [],
    protectedData: "level-2",
    nextOrderNumber: 1001,
  });
  const token = store.write(state, (change) => {
    change.put("installation", {
      id: store.newId(),
      installed: true,
      grantedScopes: [...app.scopes, ...app.optionalScopes],
      installedAt: store.nowInstant(),
      uninstalledAt: null,
    });
    return issueToken(state, change, { kind: "offline", expiring: false, userId: null }).id;
  });
  const post: Letter[] = [];
  let events = 0;
  const topics = new Set(app.subscriptions.flatMap((one) => one.topics));
  store.onEvent((_, event: StoreEvent) => {
    if (!topics.has(event.topic)) return;
    const letter = spoil({
      eventId: `event-${++events}`,
      topic: event.topic,
      triggeredAt: store.now().toISOString(),
      body: bodyOf(state, event, store.nowInstant(), null),
    });
    if (letter !== null) post.push(letter);
  });
  return {
    ...{ store, state, app, token, post },
    shopId: traits.shopId,
    now: () => store.now(),
    setNow: (instant) => void (store.nowMs = instant.getTime()),
    close() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
