import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { changeParticipation } from "#app/usecases/members/change-participation.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { undoAdjustment } from "#app/usecases/points/undo-adjustment.ts";
import type { AskedAdjustment } from "../journal.ts";
import { type Life, passTime } from "../life.ts";
import { SimulationFailure } from "../failure.ts";
import { act } from "./act.ts";
import { dayOf } from "../model/calendar.ts";
import { randomLosers } from "./random-ladder.ts";
import { randomProgram } from "./random-program.ts";
import type { Step } from "./step.ts";

/** What the merchant and the shoppers do in the app itself. */
export const MERCHANT: readonly Step[] = [
  { name: "adjust", weight: 4, run: adjust },
  { name: "take-all", weight: 2, run: takeAll },
  { name: "adjust-again", weight: 1, run: adjustAgain },
  { name: "undo", weight: 1, run: undo },
  { name: "join-or-leave", weight: 0.7, run: wish },
  { name: "publish", weight: 0.6, run: publish },
];

type MemberRow = { memberId: string; customerId: string | null; participation: string };

/** Whom the app knows, in an order that is the same in every replay. */
async function listMembers(life: Life): Promise<MemberRow[]> {
  const { rows } = await life.staff.watcher.query<MemberRow>(
    `SELECT member_id AS "memberId", customer_id AS "customerId", participation
     FROM members WHERE shop_id = $1
     ORDER BY joined_on, customer_id, email_key, last_seq, balance, orders_count, member_id`,
    [life.shopId],
  );
  return rows;
}

export async function someMember(life: Life): Promise<MemberRow | null> {
  const members = await listMembers(life);
  return members.length === 0 ? null : life.chance.pick(members);
}

async function adjust(life: Life): Promise<string | null> {
  const { chance, journal } = life;
  const waiting = journal.unanswered.pop();
  if (waiting !== undefined) return ask(life, waiting);
  const member = await someMember(life);
  if (member === null) return null;
  passTime(life, chance.int(0, 600));
  const now = life.store.now().getTime();
  return ask(life, {
    key: `adjustment-${++journal.adjustmentNumber}`,
    memberId: member.memberId,
    points: chance.happens(0.5) ? chance.int(1, 400) : -chance.int(1, 300),
    reason: chance.pick(["sorry", "лишние баллы", "birthday"]),
    expiresAt: chance.weighted<Date | null | undefined>([
      [6, undefined],
      [1, null],
      [2, new Date(now + chance.int(1, 200) * 86_400_000)],
    ]),
  });
}

/** All that one of the last buyers has, so that a refund finds nothing to take. */
async function takeAll(life: Life): Promise<string | null> {
  const { chance, journal, staff, shopId } = life;
  const { rows } = await staff.watcher.query<{ memberId: string; balance: number }>(
    `SELECT m.member_id AS "memberId", m.balance::float8 AS balance
     FROM lots l JOIN members m USING (shop_id, member_id)
     WHERE l.shop_id = $1 AND l.order_id IS NOT NULL AND l.remaining > 0 AND l.matures_at IS NULL AND m.balance > 0
     ORDER BY l.earned_at DESC, l.order_id LIMIT 4`,
    [shopId],
  );
  if (rows.length === 0) return null;
  const { memberId, balance } = chance.pick(rows);
  const key = `adjustment-${++journal.adjustmentNumber}`;
  return ask(life, { key, memberId, points: -balance, reason: "all of it", expiresAt: undefined });
}

async function ask(life: Life, asked: AskedAdjustment): Promise<string> {
  const { journal, shopId } = life;
  const acted = await act(life, (house) =>
    adjustPoints(house, shopId, { ...asked, idempotencyKey: asked.key }),
  );
  if (acted.died) {
    journal.unanswered.push(asked);
    return "died";
  }
  const outcome = acted.value;
  if (!outcome.ok) return outcome.refusals[0].code;
  const before = journal.adjustments.get(asked.key);
  if (before !== undefined && outcome.value.isNew)
    throw new SimulationFailure("law 2", `${asked.key} was new twice`);
  journal.adjustments.set(asked.key, { ...asked, seq: outcome.value.entry.seq });
  return `${asked.points}`;
}

/** The same request gives the first result, another one under its key is refused. */
async function adjustAgain(life: Life): Promise<string | null> {
  const { chance, journal, shopId } = life;
  if (journal.adjustments.size === 0) return null;
  const first = chance.pick([...journal.adjustments.values()]);
  const other = chance.happens(0.5);
  const acted = await act(life, (house) =>
    adjustPoints(house, shopId, {
      ...first,
      points: other ? first.points + 1 : first.points,
      idempotencyKey: first.key,
    }),
  );
  if (acted.died) return "died";
  const outcome = acted.value;
  const isRight = other
    ? !outcome.ok && outcome.refusals[0].code === "idempotency-conflict"
    : outcome.ok && !outcome.value.isNew && outcome.value.entry.seq === first.seq;
  if (!isRight)
    throw new SimulationFailure(
      "law 2",
      `${first.key} again ${other ? "with other input" : ""}: ${show(outcome)}`,
    );
  return other ? "refused" : "repeated";
}

async function undo(life: Life): Promise<string | null> {
  const { chance, journal, shopId } = life;
  if (journal.adjustments.size === 0) return null;
  const first = chance.pick([...journal.adjustments.values()]);
  passTime(life, chance.int(0, 600));
  const acted = await act(life, (house) =>
    undoAdjustment(house, shopId, { memberId: first.memberId, seq: first.seq, by: "merchant" }),
  );
  // Undone or not, asking again gives the same.
  if (acted.died) return "died";
  if (!acted.value.ok) return acted.value.refusals[0].code;
  journal.undone.add(`${first.memberId}-${first.seq}`);
  return acted.value.value.isNew ? "done" : "done before";
}

async function wish(life: Life): Promise<string | null> {
  const member = await someMember(life);
  if (member === null) return null;
  const takesPart = life.chance.happens(0.6);
  const acted = await act(life, (house) =>
    changeParticipation(house, life.shopId, { memberId: member.memberId, takesPart, by: null }),
  );
  if (acted.died) return "died";
  return acted.value.ok ? (takesPart ? "joins" : "leaves") : acted.value.refusals[0].code;
}

export async function publish(life: Life): Promise<string> {
  passTime(life, life.chance.int(1, 600));
  const { chance, store, traits } = life;
  const body = randomProgram(chance, traits.currency);
  const today = dayOf(store.now(), traits.timeZone).toString();
  const changeover = { losers: randomLosers(chance, today), silent: chance.happens(0.5) };
  const asked = { body, by: "simulation", changeover };
  const acted = await act(life, (house) => publishProgram(house, life.shopId, asked));
  if (acted.died) return "died";
  if (!acted.value.ok)
    throw new SimulationFailure("programs", `a valid program is refused: ${show(acted.value)}`);
  life.journal.publications.set(acted.value.value.version, body);
  return `version ${acted.value.value.version}`;
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? one.toString() : one));
}
