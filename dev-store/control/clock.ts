import { Temporal } from "@js-temporal/polyfill";
import type { AppClient } from "../app-under-test/app-client.ts";
import { AppUnavailable } from "../app-under-test/app-client.ts";
import type { Store } from "../state/store.ts";

/** Every local midnight of the zones after `from` and up to `until`, in order, each once, with the zones whose it is. Epoch milliseconds. */
export function midnightsBetween(
  fromMs: number,
  untilMs: number,
  timeZones: readonly string[],
): { readonly atMs: number; readonly timeZones: readonly string[] }[] {
  const found = new Map<number, string[]>();
  for (const timeZone of new Set(timeZones)) {
    let day = Temporal.Instant.fromEpochMilliseconds(fromMs)
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .add({ days: 1 });
    for (;;) {
      const midnight = day.toZonedDateTime(timeZone).epochMilliseconds;
      if (midnight > untilMs) break;
      found.set(midnight, [...(found.get(midnight) ?? []), timeZone]);
      day = day.add({ days: 1 });
    }
  }
  return [...found].map(([atMs, timeZones]) => ({ atMs, timeZones })).sort((a, b) => a.atMs - b.atMs);
}

/** The same wall-clock time some calendar days later, in a shop's zone. */
export function daysLater(fromMs: number, days: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone).add({ days })
    .epochMilliseconds;
}

/**
 * Moves the store's clock to an instant: stops at each local midnight passed, lets the app run what is due in the shops whose
 * midnight it is, and at the end in all of them. Throws `AppUnavailable` when the app does not answer; the clock then stands where it got to.
 */
export async function moveClock(store: Store, app: AppClient, targetMs: number): Promise<void> {
  if (!(await app.isUp()))
    throw new AppUnavailable(
      "The app must be running while the clock moves: its sweeps run at each midnight passed.",
    );
  const zones = store.shops.map((state) => state.shop.timeZone);
  for (const { atMs, timeZones } of midnightsBetween(store.now().getTime(), targetMs, zones)) {
    if (atMs <= store.now().getTime()) continue;
    store.setClockOffsetMs(atMs - Date.now());
    const shops = store.shops.filter(({ shop }) => timeZones.includes(shop.timeZone));
    await app.runSweeps(shops.map(({ shop }) => shop.domain));
  }
  if (targetMs > store.now().getTime()) store.setClockOffsetMs(targetMs - Date.now());
  await app.runSweeps(store.shops.map(({ shop }) => shop.domain));
}
