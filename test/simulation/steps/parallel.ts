import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { drainInbox } from "#app/usecases/inbox/drain-inbox.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import { interleave } from "../app/interleave.ts";
import type { House } from "../app/simulated-process.ts";
import { diedOf } from "../app/staff.ts";
import { SimulationFailure } from "../failure.ts";
import type { AskedAdjustment } from "../journal.ts";
import { type Life, passTime } from "../life.ts";
import { deliver } from "../wire/deliver.ts";
import { someMember } from "./merchant.ts";
import type { Step } from "./step.ts";

/** Several processes at the same books at once, statement by statement in an order that the seed decides. */
export const PARALLEL: readonly Step[] = [{ name: "parallel", weight: 1, run: parallel }];

type Job = { readonly name: string; readonly work: (house: House) => Promise<void> };

async function parallel(life: Life): Promise<string> {
  const { chance, staff, shopId } = life;
  passTime(life, chance.int(0, 60));
  const taken = await debits(life);
  const jobs: Job[] = [
    ...taken,
    { name: "drain", work: (house) => drainInbox(house, shopId) },
    { name: "drain", work: (house) => drainInbox(house, shopId) },
    { name: "sweep", work: (house) => expirePoints(house, shopId) },
    { name: "post", work: (house) => bringNext(life, house) },
  ];
  const chosen = staff.team(chance.int(2, 4)).map((process) => ({ process, job: chance.pick(jobs) }));
  const dying = life.traits.kills && chance.happens(0.2) ? chance.pick(chosen).process : null;
  dying?.killIn(chance.int(1, 40));
  const results = await interleave(
    staff.databaseUrl,
    chosen.map(({ process, job }) => ({ process, work: () => job.work(process.house) })),
    chance,
  );
  for (const [position, result] of results.entries()) {
    const { process } = chosen[position]!;
    process.killIn(null);
    if (result.status === "rejected" && !diedOf(process, result.reason)) throw result.reason;
  }
  life.journal.kills += await staff.replaceDead();
  return chosen.map(({ job }) => job.name).join(" ");
}

/** The same member's points, asked for more often than they may be there for. */
async function debits(life: Life): Promise<Job[]> {
  const { chance, journal } = life;
  const member = await someMember(life);
  if (member === null) return [];
  return [1, 2, 3].map((): Job => {
    const asked: AskedAdjustment = {
      key: `adjustment-${++journal.adjustmentNumber}`,
      memberId: member.memberId,
      points: -chance.int(1, 200),
      reason: "at once",
      expiresAt: undefined,
    };
    return { name: `take ${-asked.points}`, work: (house) => takeAtOnce(life, house, asked) };
  });
}

async function takeAtOnce(life: Life, house: House, asked: AskedAdjustment): Promise<void> {
  const { journal, shopId } = life;
  let outcome: Outcome<{ entry: { seq: number } }>;
  try {
    outcome = await adjustPoints(house, shopId, { ...asked, idempotencyKey: asked.key });
  } catch (error) {
    journal.unanswered.push(asked);
    throw error;
  }
  if (!outcome.ok) {
    const { code } = outcome.refusals[0];
    if (code !== "insufficient-points" && code !== "not-found")
      throw new SimulationFailure("law 7", `a request among others is refused with ${code}`);
    return;
  }
  journal.adjustments.set(asked.key, { ...asked, seq: outcome.value.entry.seq });
}

async function bringNext(life: Life, house: House): Promise<void> {
  const letter = life.store.post.shift();
  if (letter === undefined) return;
  try {
    if ((await deliver(house, life.shopId, letter)) !== 200) life.store.post.unshift(letter);
  } catch (error) {
    life.store.post.unshift(letter);
    throw error;
  }
}
