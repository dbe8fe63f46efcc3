import type { Instant } from "../state/model.ts";

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Minutes that a zone is ahead of UTC in the hour of an instant. */
function offsetMinutes(timeZone: string, epochMs: number): number {
  const hour = Math.floor(epochMs / 900_000);
  const key = `${timeZone} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(epochMs).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const found = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  const minutes = found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
  if (offsets.size > 50_000) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
}

/** An instant as Shopify's webhooks write it: in the shop's zone, `2021-12-31T19:00:00-05:00`. */
export function zonedInstant(instant: Instant | null, timeZone: string): string | null {
  if (instant === null) return null;
  const epochMs = Date.parse(instant);
  const minutes = offsetMinutes(timeZone, epochMs);
  const local = new Date(epochMs + minutes * 60_000).toISOString().slice(0, 19);
  const absolute = Math.abs(minutes);
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${pad(Math.floor(absolute / 60))}:${pad(absolute % 60)}`;
}
