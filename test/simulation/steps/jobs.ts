import { awardHistory } from "#app/usecases/program/award-history.ts";
import { drainInbox } from "#app/usecases/inbox/drain-inbox.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { reconcileOrders } from "#app/usecases/orders/reconcile-orders.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import { syncMetafields } from "#app/usecases/members/sync-metafields.ts";
import type { House } from "../app/simulated-process.ts";
import { type Life, passTime } from "../life.ts";
import { CALM_WIRE, type WireTroubles } from "../wire/admin-wire.ts";
import { act } from "./act.ts";
import type { Step } from "./step.ts";

/** What the workers do, each by the use case that its job calls. */
export const JOBS: readonly Step[] = [
  { name: "drain", weight: 6, run: job((house, shopId) => drainInbox(house, shopId)) },
  { name: "sweep", weight: 2, run: job((house, shopId) => expirePoints(house, shopId)) },
  { name: "sync", weight: 0.5, run: job((house, shopId) => syncMetafields(house, shopId)) },
  { name: "reconcile", weight: 0.1, run: job((house, shopId) => reconcile(house, shopId, false)) },
  { name: "purge", weight: 0.2, run: job((house, shopId) => purge(house, shopId)) },
];

export async function reconcile(house: House, shopId: string, complete: boolean): Promise<void> {
  await awardHistory(house, shopId);
  await reconcileOrders(house, shopId, { complete });
  await runImports(house, shopId);
}

async function purge(house: House, shopId: string): Promise<void> {
  await house.inbox.purge(shopId, new Date(house.clock.now().getTime() - 30 * 86_400_000));
}

function job(work: (house: House, shopId: string) => Promise<unknown>) {
  return async (life: Life): Promise<string> => {
    const { chance, wire } = life;
    passTime(life, chance.int(0, 30));
    wire.wire.troubles = weather(life);
    try {
      const acted = await act(life, (house) => work(house, life.shopId));
      return acted.died ? "died" : "done";
    } finally {
      wire.wire.troubles = CALM_WIRE;
    }
  };
}

/** Mostly fine; sometimes Shopify fails, is slow or does what it is asked and never says so. */
export function weather({ chance }: Life): WireTroubles {
  return chance.weighted<WireTroubles>([
    [12, CALM_WIRE],
    [2, { fails: 0.3, answerLost: 0, throttled: false }],
    [2, { fails: 0, answerLost: 0.3, throttled: false }],
    [1, { fails: 0, answerLost: 0, throttled: true }],
    [0.5, { fails: 1, answerLost: 0, throttled: false }],
  ]);
}
