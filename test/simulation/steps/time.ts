import { Temporal } from "@js-temporal/polyfill";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { type Life } from "../life.ts";
import { act } from "./act.ts";
import { review } from "./tiers.ts";
import type { Step } from "./step.ts";

/** What the clock does. */
export const TIME: readonly Step[] = [
  { name: "midnight", weight: 6, run: (life) => midnight(life) },
  { name: "days", weight: 1.2, run: (life) => leap(life, life.chance.int(1, 20)) },
  { name: "month-end", weight: 0.6, run: monthEnd },
  { name: "clock-change", weight: 0.3, run: clockChange },
  { name: "season", weight: 0.15, run: (life) => leap(life, life.chance.int(60, 200)) },
];

function zoned({ store, traits }: Life): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(store.now().getTime()).toZonedDateTimeISO(traits.timeZone);
}

function moveTo(life: Life, when: Temporal.ZonedDateTime): string {
  const instant = new Date(when.epochMilliseconds);
  if (instant > life.store.now()) life.store.setNow(instant);
  return life.store.now().toISOString();
}

/** The next midnight of the shop's own, on which the sweep and the review run. */
async function midnight(life: Life): Promise<string> {
  moveTo(life, zoned(life).add({ days: 1 }).startOfDay());
  const acted = await act(life, (house) => expirePoints(house, life.shopId));
  const told = `${life.store.now().toISOString()} ${acted.died ? "died" : "swept"}`;
  return acted.died ? told : `${told}, ${await review(life)}`;
}

/** Days on which no sweep ran. */
function leap(life: Life, days: number): string {
  return moveTo(life, zoned(life).add({ days, minutes: life.chance.int(0, 600) }));
}

/** To just before or just after the turn of a month. */
async function monthEnd(life: Life): Promise<string> {
  const turn = zoned(life).add({ months: 1 }).with({ day: 1 }).startOfDay();
  moveTo(life, turn.add({ milliseconds: life.chance.pick([-1000, 0, 1000]) }));
  const acted = await act(life, (house) => expirePoints(house, life.shopId));
  return `${life.store.now().toISOString()} ${acted.died ? "died" : "swept"}`;
}

/** To the hours around the next change between standard and summer time; zones without one just go on a day. */
function clockChange(life: Life): string {
  const next = zoned(life).getTimeZoneTransition("next");
  if (next === null || next.year > zoned(life).year + 2) return leap(life, 1);
  return moveTo(life, next.add({ minutes: life.chance.int(-90, 90) }));
}
