import { Temporal } from "@js-temporal/polyfill";
import type { Expiry } from "#app/domain/program/program-body.ts";

/** The shop's calendar day of an instant. */
export function dayOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The start of the day after `day`: from then on points that were usable through it are gone. */
export function endOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.add({ days: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds);
}

/** vectors.md: 25 January + 1 month → usable through 25 February; 31 January + 1 month → through the 28th. */
export function expiryOf(spendableFrom: Date, expiry: Expiry, timeZone: string): Date | null {
  if (expiry.mode === "none") return null;
  if (expiry.mode !== "per-lot" || expiry.months === null)
    throw new Error(`the model knows no expiry "${expiry.mode}" yet`);
  const last = dayOf(spendableFrom, timeZone).add({ months: expiry.months }, { overflow: "constrain" });
  return endOf(last, timeZone);
}
