import { compileLadder } from "./ladder.ts";
import type { Tiers } from "./tiers.ts";

/** Do all members stand alike on both? What a tier gives, and how it looks, moves nobody. */
export function isSameLadder(a: Tiers, b: Tiers, currency: string): boolean {
  return JSON.stringify(rulesOf(a, currency)) === JSON.stringify(rulesOf(b, currency));
}

function rulesOf(tiers: Tiers, currency: string) {
  const { measure, join, window, countPending } = tiers;
  const { kind, months, keepNext } = window;
  return [
    ...[measure, join, kind, months, keepNext, countPending],
    compileLadder(tiers, currency).rungs.map(({ tier, thresholds }) => [
      tier.id,
      tier.entryTag,
      ...thresholds.flatMap((threshold) => [threshold.measure, String(threshold.from)]),
    ]),
  ];
}
