import type { Day } from "../shared/calendar.ts";
import type { ProgramBody } from "./program-body.ts";
import { notSupported, type ProgramRefusal } from "./program-refusal.ts";
import { validateEarning } from "./validate-earning.ts";
import { validateExpiry } from "./validate-expiry.ts";
import { validateRefunds } from "./validate-refunds.ts";
import { validateRewards } from "./validate-rewards.ts";
import { validateTiers } from "./validate-tiers.ts";

export type { ProgramRefusal };

/**
 * Everything that keeps `program` from being published, each at its field; empty = it can work. `today` in the shop's zone.
 * What a later release will do is refused, never silently ignored: a switch that nothing reads is a broken promise.
 */
export function validateProgram(program: ProgramBody, currency: string, today: Day): ProgramRefusal[] {
  return [
    ...validateEarning(program.earning, currency),
    ...validateExpiry(program, today),
    ...validateRefunds(program.refunds),
    ...validateRewards(program.rewards, currency),
    ...validateTiers(program, currency),
    ...notSupported(program.referrals !== null, "/referrals", "Referrals"),
  ];
}
