import { addDays, addMonths, businessDate, startOfDay } from "../shared/calendar.ts";
import { InvariantError, invariant } from "../shared/invariant.ts";
import type { ProgramBody } from "./program-body.ts";

/**
 * The instant from which points can no longer be spent: calendar months in the shop's zone from the day they can be
 * spent, usable through that day. 25 January + 1 month: usable through 25 February, gone at the start of the 26th.
 */
export function expiresAt(spendableFrom: Date, expiry: ProgramBody["expiry"], timeZone: string): Date | null {
  switch (expiry.mode) {
    case "none":
      return null;
    case "per-lot": {
      invariant(expiry.months !== null, "an expiry per lot has its months");
      const lastDay = addMonths(businessDate(spendableFrom, timeZone), expiry.months);
      return startOfDay(addDays(lastDay, 1), timeZone);
    }
    case "inactivity":
    case "fixed-date":
      throw new InvariantError(`expiry "${expiry.mode}" is refused at publishing in this release`);
  }
}
