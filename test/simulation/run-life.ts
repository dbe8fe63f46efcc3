import { createHash } from "node:crypto";
import { offlineSessionId } from "#app/usecases/shops/session-ports.ts";
import { startImport } from "#app/usecases/imports/start-import.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import type { Staff } from "./app/staff.ts";
import { checkRedemptions } from "./laws/check-redemptions.ts";
import { watchTiers } from "./laws/check-tiers.ts";
import { watchLedger } from "./laws/ledger-watch.ts";
import { beginLife, type Life } from "./life.ts";
import { JOBS } from "./steps/jobs.ts";
import { MERCHANT, publish } from "./steps/merchant.ts";
import { PARALLEL } from "./steps/parallel.ts";
import { PEOPLE } from "./steps/people.ts";
import { POST } from "./steps/post.ts";
import { REWARDS } from "./steps/rewards.ts";
import { SHOPPING } from "./steps/shopping.ts";
import type { Step } from "./steps/step.ts";
import { TIERS } from "./steps/tiers.ts";
import { TIME } from "./steps/time.ts";
import { settle } from "./settle.ts";

const STEPS: readonly Step[] = [
  ...SHOPPING,
  ...PEOPLE,
  ...POST,
  ...JOBS,
  ...MERCHANT,
  ...TIME,
  ...PARALLEL,
  ...REWARDS,
  ...TIERS,
];
const BEFORE: readonly Step[] = [...SHOPPING, ...PEOPLE];
/** Of these the app knows nothing yet, or has not looked into it: nothing of its books can have changed. */
const UNHEARD = new Set([...SHOPPING, ...PEOPLE, ...POST]);
/** Orders from before the app was installed: history. */
const STEPS_BEFORE = 25;
const ALL_EVERY = 200;

export type LifeReport = {
  readonly seed: string;
  readonly steps: number;
  readonly kinds: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly lost: number;
  /** Names every step and what came of it, and the books at the end. */
  readonly digest: string;
  readonly from: Date;
  readonly to: Date;
};

export type LifeFailure = {
  readonly seed: string;
  readonly step: number;
  readonly name: string;
  readonly error: Error;
};

/**
 * Lives one life of `steps` steps. The laws are checked after each; at the end everything is delivered, reconciled and compared
 * with the model. `tell`: every step as it happened, for whoever replays.
 * @throws LifeFailed
 */
export async function runLife(
  staff: Staff,
  seed: string,
  steps: number,
  tell: (line: string) => void = () => undefined,
): Promise<LifeReport> {
  await staff.replaceDead();
  const life = beginLife(seed, staff);
  const kinds = new Map<string, number>();
  const digest = createHash("sha256");
  const from = life.store.now();
  let count = 0;
  let name = "opening";
  const note = (what: string, result: string | null) => {
    const line = `${count} ${what} ${result ?? "-"}`;
    digest.update(line);
    tell(line);
    kinds.set(what, (kinds.get(what) ?? 0) + 1);
  };
  try {
    for (let before = 0; before < STEPS_BEFORE; before++) {
      const step = life.chance.weighted(BEFORE.map((one) => [one.weight, one] as const));
      await step.run(life);
    }
    life.store.post.length = 0; // Nobody listened yet.
    await install(life);
    const watch = watchLedger(life);
    const tiers = watchTiers(life, watch);
    await watch.checkAll();
    while (count < steps) {
      const step = life.chance.weighted(STEPS.map((one) => [one.weight, one] as const));
      name = step.name;
      const result = await step.run(life);
      if (result === null) continue;
      count++;
      note(name, result);
      if (!UNHEARD.has(step)) await watch.checkChanged();
      if (life.journal.isReviewed) await tiers.checkReviewed();
      life.journal.isReviewed = false;
      if (count % ALL_EVERY === 0) {
        await watch.checkAll();
        await checkRedemptions(watch);
        await tiers.checkHistory();
      }
    }
    name = "settle";
    digest.update(await settle(life, watch, tiers));
    return {
      ...{ seed, steps: count, kinds, kills: life.journal.kills, lost: life.journal.lost },
      ...{ digest: digest.digest("hex"), from, to: life.store.now() },
    };
  } catch (error) {
    if (error instanceof LifeFailed) throw error;
    throw new LifeFailed({ seed, step: count + 1, name, error: error as Error });
  } finally {
    life.store.close();
  }
}

export class LifeFailed extends Error {
  override readonly name = "LifeFailed";
  readonly failure: LifeFailure;

  constructor(failure: LifeFailure) {
    const { seed, step, name, error } = failure;
    super(`life ${seed} failed at step ${step} (${name}): ${error.message}`, { cause: error });
    this.failure = failure;
  }
}

async function install(life: Life): Promise<void> {
  const { chance, shopId, store, traits, staff } = life;
  const { house } = staff.team(1)[0]!;
  await house.shops.install(
    { shopId, name: "Simulated", currency: traits.currency, timeZone: traits.timeZone },
    store.now(),
  );
  const id = offlineSessionId(shopId);
  await house.sessions.change(id, () =>
    Promise.resolve({
      result: null,
      put: {
        ...{
          id,
          shop: shopId,
          isOnline: false,
          state: "",
          scope: [...store.app.scopes, ...store.app.optionalScopes].join(","),
        },
        ...{ expiresAt: null, refreshExpiresAt: null, userId: null, userName: null },
        sealed: house.cipher.seal(id, { accessToken: store.token, refreshToken: null }),
      },
    }),
  );
  if (chance.happens(0.7)) await house.shops.launch(shopId, store.now());
  const first = chance.happens(0.8);
  if (first) await publish(life);
  // A process that died of publishing has been replaced.
  const present = staff.team(1)[0]!.house;
  await startImport(present, shopId);
  await runImports(present, shopId);
  if (!first) await publish(life);
}
