import type { Outcome } from "#app/domain/shared/outcome.ts";

/** A refusal ends a job as a failure: the queue tries again and, in the end, shows the merchant what it says. */
export function mustSucceed(outcome: Outcome<unknown>): void {
  if (!outcome.ok) throw new Error(`${outcome.refusals[0].code}: ${outcome.refusals[0].detail}`);
}
