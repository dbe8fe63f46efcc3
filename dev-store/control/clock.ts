import { Temporal } from "@js-temporal/polyfill";
import type { AppClient } from "../app-under-test/app-client.ts";
import { AppUnavailable } from "../app-under-test/app-client.ts";
import type { Store } from "../state/store.ts";

/** Every local midnight of the zones after `from` and up to `until`, in order, each once. Epoch milliseconds. */
export function midnightsBetween(fromMs: number, untilMs: number, timeZones: readonly string[]): number[] {
  const found = new Set<number>();
  for (const timeZone of new Set(timeZones)) {
    let day = Temporal.Instant.fromEpochMilliseconds(fromMs)
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .add({ days: 1 });
    for (;;) {
      const midnight = day.toZonedDateTime(timeZone).epochMilliseconds;
      if (midnight > untilMs) break;
      found.add(midnight);
      day = day.add({ days: 1 });
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** The same wall-clock time some calendar days later, in a shop's zone. */
export function daysLater(fromMs: number, days: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone).add({ days })
    .epochMilliseconds;
}

/**
 * Moves the store's clock to an instant: stops at each local midnight passed, lets the app run what is due there, and once
 * more at the end. Throws `AppUnavailable` when the app does not answer; the clock then stands where it got to.
 */
export async function moveClock(store: Store, app: AppClient, targetMs: number): Promise<void> {
  if (!(await app.isUp()))
    throw new AppUnavailable(
      "The app must be running while the clock moves: its sweeps run at each midnight passed.",
    );
  const zones = store.shops.map((state) => state.shop.timeZone);
  for (const stopMs of midnightsBetween(store.now().getTime(), targetMs, zones)) {
    if (stopMs <= store.now().getTime()) continue;
    store.setClockOffsetMs(stopMs - Date.now());
    await app.runSweeps();
  }
  if (targetMs > store.now().getTime()) store.setClockOffsetMs(targetMs - Date.now());
  await app.runSweeps();
}
