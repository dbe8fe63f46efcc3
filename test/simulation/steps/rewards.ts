import { cancelRedemption } from "#app/usecases/rewards/cancel-redemption.ts";
import { reconcileRedemptions } from "#app/usecases/rewards/reconcile-redemptions.ts";
import { redeemReward } from "#app/usecases/rewards/redeem-reward.ts";
import { settleRedemptions } from "#app/usecases/rewards/settle-redemptions.ts";
import { deleteDiscount } from "#dev-store/state/operations/discounts.ts";
import { interleave } from "../app/interleave.ts";
import type { House } from "../app/simulated-process.ts";
import { diedOf } from "../app/staff.ts";
import { SimulationFailure } from "../failure.ts";
import { type Life, passTime } from "../life.ts";
import { CALM_WIRE } from "../wire/admin-wire.ts";
import { act, mayKill } from "./act.ts";
import { weather } from "./jobs.ts";
import { someMember } from "./merchant.ts";
import type { Step } from "./step.ts";

/** Points become codes, codes are used, cancelled, deleted and looked up. */
export const REWARDS: readonly Step[] = [
  { name: "redeem", weight: 4, run: redeem },
  { name: "redeem-again", weight: 0.7, run: redeemAgain },
  { name: "cancel-redemption", weight: 1, run: cancel },
  { name: "settle-redemptions", weight: 2, run: (life) => alone(life, settleRedemptions) },
  { name: "reconcile-redemptions", weight: 0.3, run: (life) => alone(life, reconcileRedemptions) },
  { name: "delete-code", weight: 0.5, run: removeCode },
];

/**
 * Several requests to Shopify at once, of one process: one statement at a time, so that the life repeats exactly. A refusal of
 * Shopify's is the wire's.
 */
export async function alone(
  life: Life,
  work: (house: House, shopId: string) => Promise<unknown>,
  isCalm = false,
): Promise<string> {
  const { chance, staff, shopId, wire } = life;
  const process = staff.pick(chance);
  if (!isCalm) {
    passTime(life, chance.int(0, 120));
    wire.wire.troubles = weather(life);
    mayKill(life, process);
  }
  try {
    const [result] = await interleave(
      staff.databaseUrl,
      [{ process, work: () => work(process.house, shopId) }],
      chance,
    );
    if (result?.status === "rejected" && !diedOf(process, result.reason)) throw result.reason;
    return process.isAlive() ? "done" : "died";
  } finally {
    wire.wire.troubles = CALM_WIRE;
    process.killIn(null);
    life.journal.kills += await staff.replaceDead();
  }
}

async function redeem(life: Life): Promise<string | null> {
  const { journal, chance } = life;
  const member = await someMember(life);
  if (member === null) return null;
  const request = {
    memberId: member.memberId,
    rewardId: chance.pick(["five-off", "free-shipping", "ten-per-cent"]),
    points: null,
    idempotencyKey: `redemption-${++journal.redemptionNumber}`,
    by: "shopper",
  };
  journal.redemptions.push(request);
  return ask(life, request);
}

type Asked = Life["journal"]["redemptions"][number];

async function ask(life: Life, request: Asked): Promise<string> {
  const { chance, wire, shopId } = life;
  passTime(life, chance.int(0, 300));
  wire.wire.troubles = weather(life);
  try {
    const acted = await act(life, (house) => redeemReward(house, shopId, request));
    if (acted.died) return "died";
    const outcome = acted.value;
    return outcome.ok
      ? `${outcome.value.redemption.status}${outcome.value.isNew ? "" : " before"}`
      : outcome.refusals[0].code;
  } finally {
    wire.wire.troubles = CALM_WIRE;
  }
}

/** The same key gives what became of the first request; for another reward it is refused. */
async function redeemAgain(life: Life): Promise<string | null> {
  const { chance, journal } = life;
  if (journal.redemptions.length === 0) return null;
  return ask(life, chance.pick(journal.redemptions));
}

async function cancel(life: Life): Promise<string | null> {
  const { chance, staff, shopId, wire } = life;
  const { rows } = await staff.watcher.query<{ id: string }>(
    "SELECT redemption_id AS id FROM redemptions WHERE shop_id = $1 ORDER BY idempotency_key",
    [shopId],
  );
  if (rows.length === 0) return null;
  const redemptionId = chance.pick(rows).id;
  passTime(life, chance.int(0, 300));
  wire.wire.troubles = weather(life);
  try {
    const acted = await act(life, (house) =>
      cancelRedemption(house, shopId, { redemptionId, reason: "cancelled-by-api" }),
    );
    if (acted.died) return "died";
    return acted.value.ok ? acted.value.value.status : acted.value.refusals[0].code;
  } finally {
    wire.wire.troubles = CALM_WIRE;
  }
}

/** The merchant deletes a code in the store's own admin. */
function removeCode(life: Life): string | null {
  const discounts = [...life.store.state.all("discount").values()];
  if (discounts.length === 0) return null;
  passTime(life, life.chance.int(1, 600));
  const outcome = deleteDiscount(life.store.store, life.store.state, { id: life.chance.pick(discounts).id });
  if (!outcome.ok) throw new SimulationFailure("store", outcome.code);
  return "done";
}
