import { Temporal } from "@js-temporal/polyfill";
import { type Day, businessDate, startOfDay } from "../shared/calendar.ts";

/** An instant as the shop's clock shows it; no time where it is the day's start. */
export function dayAndTimeOf(
  instant: string,
  timeZone: string,
): { readonly day: Day; readonly time: string } {
  const moment = new Date(instant);
  const day = businessDate(moment, timeZone);
  if (startOfDay(day, timeZone).getTime() === moment.getTime()) return { day, time: "" };
  const { hour, minute } = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return { day, time: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` };
}

/** The instant at which the shop's clock shows `HH:MM` of that day, or at which the day starts. */
export function instantOf(day: Day, time: string, timeZone: string): string {
  if (time === "") return startOfDay(day, timeZone).toISOString();
  const moment = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone);
  return new Date(moment.epochMilliseconds).toISOString();
}
