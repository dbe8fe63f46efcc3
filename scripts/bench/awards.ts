import { randomBytes } from "node:crypto";
import pg from "pg";
import { createIds } from "#app/ids.server.ts";
import type { Outcome, Refusal } from "#app/domain/shared/outcome.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { reserveRedemption } from "#app/usecases/rewards/reserve-redemption.ts";
import {
  BENCH_REWARD,
  BENCH_SCOPES,
  BENCH_SHOP,
  type BenchServer,
  fillMembers,
  freshDatabase,
  memberIdOf,
} from "./bench-shop.ts";
import { orderFactsOf } from "./order-facts.ts";
import { median, type Row } from "./table.ts";
import { fillTpcb, runTpcb } from "./tpcb.ts";

const CLIENTS = 8;
const MEMBERS = 100_000;
const SECONDS = 5;

/** Single effects with durable commits, against pgbench's TPC-B through the same driver, pool and number of clients. */
export async function benchAwards(
  server: BenchServer,
  { runs }: { runs: number },
  say: (line: string) => void,
): Promise<Row[]> {
  say("filling pgbench's tables at scale 50 …");
  const tpcb = new pg.Pool({ connectionString: await freshDatabase(server, "bench_tpcb"), max: CLIENTS });
  await fillTpcb(tpcb);
  say(`filling a shop with ${MEMBERS.toLocaleString("en")} members …`);
  const database = createDatabase(await freshDatabase(server, "bench_awards"), { maxConnections: CLIENTS });
  await fillMembers(database.pool, MEMBERS);
  const shop = workOn(database);

  const rates = {
    tpcb: [] as number[],
    award: [] as number[],
    redemption: [] as number[],
    order: [] as number[],
  };
  // Once, for all of them: from here on the server writes its checkpoints by the clock, as it would for a shop that is open.
  await checkpoint(server);
  try {
    for (const work of [() => runTpcb(tpcb), shop.award, shop.redemption, shop.order])
      await perSecond(work, 1);
    for (let round = 1; round <= runs; round++) {
      rates.tpcb.push(await perSecond(() => runTpcb(tpcb), SECONDS));
      rates.award.push(await perSecond(shop.award, SECONDS));
      rates.redemption.push(await perSecond(shop.redemption, SECONDS));
      rates.order.push(await perSecond(shop.order, SECONDS));
      say(
        `round ${round}: TPC-B ${at(rates.tpcb)}/s, awards ${at(rates.award)}/s, redemptions ${at(rates.redemption)}/s, orders ${at(rates.order)}/s`,
      );
    }
  } finally {
    await tpcb.end();
    await database.close();
  }
  const anchor = median(rates.tpcb);
  const row = (figure: string, measured: readonly number[]): Row => ({
    figure,
    measured: `${median(measured).toFixed(0)}/s`,
    anchor: `TPC-B ${anchor.toFixed(0)}/s`,
    ratio: median(measured) / anchor,
    most: null,
  });
  return [
    { ...row("single awards, 8 clients", rates.award), least: 0.8 },
    { ...row("single redemptions, 8 clients", rates.redemption), least: 0.8 },
    // An order with its lines, its buyer and its points is more than one effect: a transaction of a dozen statements.
    row("single orders recorded, 8 clients, beside", rates.order),
  ];
}

const at = (values: readonly number[]) => values.at(-1)!.toFixed(0);

function workOn(database: Database) {
  const ids = createIds();
  const clock = { now: () => new Date() };
  const wake = { metafields: () => undefined, redemptions: () => undefined };
  const ports = { ledger: createLedger(database), clock, ids, wake, randomBytes };
  let number = 0;
  const memberId = () => memberIdOf(1 + Math.floor(Math.random() * MEMBERS));
  return {
    award: async () => {
      const adjustment = { points: 25, reason: "Thank you", idempotencyKey: `bench-${++number}` };
      requireDone(await adjustPoints(ports, BENCH_SHOP, { memberId: memberId(), ...adjustment }));
    },
    // Up to its commit, which is before Shopify is asked.
    redemption: async () => {
      const request = {
        rewardId: BENCH_REWARD.id,
        points: null,
        by: "shopper",
        idempotencyKey: `bench-${++number}`,
      };
      requireDone(
        await reserveRedemption(ports, BENCH_SHOP, { memberId: memberId(), ...request }, BENCH_SCOPES),
      );
    },
    order: () =>
      recordOrders(ports, BENCH_SHOP, [
        orderFactsOf(++number, 1 + Math.floor(Math.random() * MEMBERS), clock.now()),
      ]),
  };
}

function requireDone(outcome: Outcome<unknown, Refusal>): void {
  if (!outcome.ok) throw new Error(outcome.refusals[0].detail);
}

async function perSecond(work: () => Promise<void>, seconds: number): Promise<number> {
  let done = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (done * 1000) / (performance.now() - started);
}

async function checkpoint(server: BenchServer): Promise<void> {
  const client = new pg.Client(server.url("postgres"));
  await client.connect();
  await client.query("CHECKPOINT");
  await client.end();
}
