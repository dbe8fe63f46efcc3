import { moveTiers } from "#app/usecases/tiers/move-tiers.ts";
import { reviewTiers } from "#app/usecases/tiers/review-tiers.ts";
import { setTierByHand } from "#app/usecases/tiers/set-tier-by-hand.ts";
import { type Life, passTime } from "../life.ts";
import { dayOf } from "../model/calendar.ts";
import { act } from "./act.ts";
import { someMember } from "./merchant.ts";
import type { Step } from "./step.ts";

/** Members move, by what they do, by the night's review, and by the merchant's hand. */
export const TIERS: readonly Step[] = [
  { name: "move-tiers", weight: 2, run: move },
  { name: "review-tiers", weight: 0.5, run: review },
  { name: "set-tier", weight: 0.7, run: set },
];

async function move(life: Life): Promise<string> {
  passTime(life, life.chance.int(0, 30));
  const acted = await act(life, (house) => moveTiers(house, life.shopId));
  return acted.died ? "died" : "done";
}

/** The review of the day, which is done once; the life remembers that it was this step that did it. */
export async function review(life: Life): Promise<string> {
  const before = await reviewedOn(life);
  const acted = await act(life, (house) => reviewTiers(house, life.shopId));
  if (acted.died) return "died";
  const after = await reviewedOn(life);
  life.journal.isReviewed = after !== before;
  return after === null ? "no tiers" : life.journal.isReviewed ? "reviewed" : "reviewed before";
}

async function reviewedOn({ staff, shopId }: Life): Promise<string | null> {
  const { rows } = await staff.watcher.query<{ day: string | null }>(
    "SELECT reviewed_on::text AS day FROM tier_reviews WHERE shop_id = $1",
    [shopId],
  );
  return rows[0]?.day ?? null;
}

async function set(life: Life): Promise<string | null> {
  const { chance, journal, shopId } = life;
  const member = await someMember(life);
  if (member === null) return null;
  passTime(life, chance.int(0, 600));
  const today = dayOf(life.store.now(), life.traits.timeZone);
  const wish = {
    memberId: member.memberId,
    tierId: chance.pick(["bronze", "silver", "gold", "club", null]),
    until: chance.happens(0.7) ? today.add({ days: chance.int(0, 60) }).toString() : null,
    exact: chance.happens(0.3),
    reason: "a friend of the house",
    idempotencyKey: `tier-${++journal.tierNumber}`,
    by: "merchant",
  };
  const acted = await act(life, (house) => setTierByHand(house, shopId, wish));
  if (acted.died) return "died";
  return acted.value.ok ? `${wish.tierId}` : acted.value.refusals[0].code;
}
