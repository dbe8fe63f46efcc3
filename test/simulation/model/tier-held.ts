import type { Expiry, ProgramBody } from "#app/domain/program/program-body.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";

export type TierMove = {
  readonly memberId: string;
  readonly n: number;
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
  readonly because: string;
};

/**
 * The tiers by which something earned at a moment may be judged: the highest in the ladder of those that the member, and whoever was
 * merged into them, held just before it. Who of them had been merged by then nobody tells afterwards, so there may be two.
 */
export function tiersAt(
  { tiers }: Pick<ProgramBody, "tiers">,
  moves: readonly TierMove[],
  memberId: string,
  merged: readonly string[],
  at: Date,
): (Tier | null)[] {
  const held = (id: string) =>
    moves.findLast((move) => move.memberId === id && move.at.getTime() < at.getTime())?.to ?? null;
  const highest = (ids: readonly string[]) => {
    const all = ids.map(held);
    return tiers?.ladder.findLast(({ id }) => all.includes(id)) ?? null;
  };
  const together = highest([memberId, ...merged]);
  const others = merged.map((one) => highest([one]));
  return [together, ...[highest([memberId]), ...others].filter((tier) => tier !== together)];
}

/** A tier's own months stand for the program's; what never ends does not end for anybody. */
export function expiryIn(tier: Tier | null, expiry: Expiry): Expiry {
  const months = tier?.expiryMonths ?? null;
  if (months === null || expiry.mode === "none") return expiry;
  if (expiry.mode === "fixed-date") return { mode: "per-lot", months, roundUpTo: null, dates: [] };
  return { ...expiry, months };
}
