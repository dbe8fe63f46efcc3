import pg from "pg";
import type { SyncMetafieldsPorts } from "#app/usecases/members/sync-metafields.ts";
import type { ReconcilePorts } from "#app/usecases/orders/reconcile-orders.ts";
import { awardHistory } from "#app/usecases/program/award-history.ts";
import { deleteOrder } from "#app/usecases/orders/delete-order.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { createTierBenefits } from "#app/usecases/tiers/give-entry-reward.ts";
import { createIds } from "#app/ids.server.ts";
import { type App, type AppOverrides, createApp } from "#app/wiring.server.ts";
import type { Clock, Logger } from "#app/usecases/ports.ts";
import { testEnvironment } from "#test/support/environment.ts";
import { API_SECRET } from "../store/simulated-store.ts";
import { guardStatements, Killed, refuseStatements } from "./statements.ts";

/** The app as its use cases see it, in a process that can be killed between any two statements or requests. */
export type House = App & ReconcilePorts & SyncMetafieldsPorts;

/** What a process shares with the life it serves; exchanged when the next life begins. */
export type Surroundings = {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly wait: (ms: number) => Promise<void>;
  readonly fillRandom: (bytes: Uint8Array) => void;
};

export type SimulatedProcess = {
  readonly name: string;
  readonly house: House;
  readonly logged: string[];
  /** Opens as many connections as it will ever use at once. */
  warmUp(): Promise<void>;
  serve(surroundings: Surroundings): void;
  /** Dies at the `at`-th statement or request from now; null = lives. */
  killIn(at: number | null): void;
  /** Every statement and request waits for this before it goes on; null = none waits. */
  setTurn(turn: ((text: string) => Promise<void>) | null): void;
  /** Told of every statement that the database has answered. */
  setAnswered(answered: (() => void) | null): void;
  readonly isAlive: () => boolean;
  /** Its connections are cut and what it had begun is rolled back. */
  bury(): Promise<void>;
  close(): Promise<void>;
};

/** Connections of one process; a drain holds one and works on others meanwhile. */
const WARM = 5;

let started = 0;

/** A process of the app on this database: the real composition, with clock, wire, chance and wake-ups of the simulation. */
export function startProcess(
  databaseUrl: string,
  kind: "web" | "worker",
  rewrite?: (text: string) => string,
): SimulatedProcess {
  const name = `${kind}-${process.pid}-${++started}`;
  let around: Surroundings | null = null;
  let alive = true;
  let left: number | null = null;
  let turn: ((text: string) => Promise<void>) | null = null;
  let answered: (() => void) | null = null;
  const present = (): Surroundings => {
    if (around === null) throw new Error(`${name} serves no life yet`);
    return around;
  };
  const mayDie = () => {
    if (!alive) throw new Killed(name);
    if (left === null) return;
    left -= 1;
    if (left > 0) return;
    alive = false;
    throw new Killed(name);
  };
  /** Waits for its turn, unless it dies of it. */
  const goOn = async (text: string) => {
    const waits = turn !== null && alive;
    if (waits) await turn?.(text);
    try {
      mayDie();
    } catch (death) {
      if (waits) answered?.();
      throw death;
    }
  };
  const logged: string[] = [];
  const log: Logger = {
    info: () => undefined,
    warn: (fields, message) => void logged.push(`${message} ${JSON.stringify(fields)}`),
    error: (fields, message) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  };
  guardStatements(name, {
    rewrite,
    before: (text) => goOn(text),
    answered: () => answered?.(),
    after: mayDie,
  });

  const ignore = () => undefined;
  // Wake-ups are lost on purpose: what is due must be found by asking the tables.
  const wake: NonNullable<AppOverrides["wake"]> = {
    ...{ inbox: ignore, imports: ignore, metafields: ignore, redemptions: ignore, campaigns: ignore },
    ...{ mails: ignore, grants: ignore, tiers: ignore, flush: () => Promise.resolve() },
  };
  const url = Object.assign(new URL(databaseUrl), { search: `?application_name=${name}` }).href;
  const app = createApp(
    testEnvironment(url, {
      SHOPIFY_API_SECRET: API_SECRET,
      LOCAL_STORE_URL: "http://127.0.0.1:1",
      LOCAL_STORE_SHOP: "simulated.myshopify.com",
    }),
    {
      role: kind,
      clock: { now: () => present().clock.now() },
      log,
      wake,
      wait: (ms) => present().wait(ms),
      fetch: async (input, init) => {
        await goOn("fetch");
        try {
          return await present().fetch(input, init);
        } finally {
          answered?.();
          mayDie();
        }
      },
    },
  );
  const { pool } = app.database;
  pool.on("connect", (client) => client.on("error", () => undefined));
  // No connection is opened in the middle of a race: how long that takes is not the seed's to say.
  pool.options.idleTimeoutMillis = 0;
  const overridden = {
    /** Nobody loses patience: how long Shopify takes is not the seed's to say. */
    patience: () => new Promise<undefined>(() => undefined),
    randomBytes: (count: number) => {
      const bytes = Buffer.alloc(count);
      present().fillRandom(bytes);
      return bytes;
    },
  };
  const sought = { ...app, ...overridden, ids: createIds((bytes) => present().fillRandom(bytes)) };
  const parts = { ...sought, tierBenefits: createTierBenefits(sought) };
  const house: House = {
    ...parts,
    recordOrders: (shopId, facts) => recordOrders(parts, shopId, facts),
    awardHistory: (shopId) => awardHistory(parts, shopId),
    deleteOrder: (shopId, orderId, at) => deleteOrder(parts, shopId, orderId, at),
    pause: (ms) => present().wait(ms),
  };
  return {
    ...{ name, house, logged },
    async warmUp() {
      const clients = await Promise.all(Array.from({ length: WARM }, () => pool.connect()));
      for (const client of clients) client.release();
    },
    serve: (surroundings) => void (around = surroundings),
    killIn: (at) => void (left = at),
    setTurn: (next) => void (turn = next),
    setAnswered: (next) => void (answered = next),
    isAlive: () => alive,
    async bury() {
      alive = false;
      refuseStatements(name);
      await cutConnections(databaseUrl, name);
    },
    async close() {
      alive = false;
      refuseStatements(name);
      await app.database.close().catch(() => undefined);
    },
  };
}

async function cutConnections(databaseUrl: string, name: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()",
      [name],
    );
    for (;;) {
      const { rows } = await client.query(
        "SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()",
        [name],
      );
      if (rows.length === 0) return;
    }
  } finally {
    await client.end();
  }
}
