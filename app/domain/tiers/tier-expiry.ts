import type { Expiry } from "../program/program-body.ts";
import { findTier, highestOf, type TiersBefore } from "./tier-at.ts";
import type { Tiers } from "./tiers.ts";

/**
 * A program as somebody in a tier has it: what they earn lives as many months as the tier says. Where points expire at fixed dates
 * they do so each on its own; where they never expire they still don't, as a tier takes nothing away.
 */
export function withTierExpiry<Program extends { readonly expiry: Expiry; readonly tiers: Tiers | null }>(
  program: Program,
  tierId: string | null,
): Program {
  const months = findTier(program.tiers, tierId)?.expiryMonths ?? null;
  const { expiry } = program;
  if (months === null || expiry.mode === "none") return program;
  return {
    ...program,
    expiry:
      expiry.mode === "fixed-date"
        ? { mode: "per-lot", months, roundUpTo: null, dates: [] }
        : { ...expiry, months },
  };
}

/** The same for the tier that was held before a moment. */
export function withExpiryAt<Program extends { readonly expiry: Expiry; readonly tiers: Tiers | null }>(
  program: Program,
  tiersBefore: TiersBefore | undefined,
  at: Date,
): Program {
  return tiersBefore === undefined
    ? program
    : withTierExpiry(program, highestOf(program.tiers, tiersBefore(at)));
}
