import type { z } from "zod";
import { formatMoney } from "#app/domain/shared/money.ts";
import { isHolding } from "#app/domain/tiers/decide-tier.ts";
import type { Missing } from "#app/domain/tiers/keeps-until.ts";
import type { Day } from "#app/domain/shared/calendar.ts";
import type { TierStanding } from "#app/usecases/tiers/describe-tiers.ts";
import type { TierMoveRecord } from "#app/usecases/tiers/tier-ports.ts";
import type { memberTierShape, tierMoveShape, tierStandingShape } from "./shapes/tier.ts";

export function representMemberTier({
  state,
  progress,
}: TierStanding): z.input<typeof memberTierShape> | null {
  const { tier, keptThrough } = progress;
  return tier && { id: tier.id, name: tier.name, since: state.since, until: keptThrough };
}

/** `join`: of the ladder in force; `currency`: the shop's. */
export function representTierStanding(
  standing: TierStanding | null,
  { join, currency, today }: { readonly join: "any" | "all"; readonly currency: string; readonly today: Day },
): z.input<typeof tierStandingShape> {
  if (standing === null) return { tier: null, progress: null, hold: null };
  const { state, progress } = standing;
  const { keptThrough, toKeep, next } = progress;
  const told = (missing: readonly Missing[]) => missing.map((one) => representMissing(one, currency));
  return {
    tier: representMemberTier(standing),
    progress: {
      ...{ keptThrough, join, toKeep: told(toKeep) },
      next: next && { tier: { id: next.tier.id, name: next.tier.name }, missing: told(next.missing) },
    },
    hold: isHolding(state.hold, today) ? state.hold : null,
  };
}

function representMissing({ measure, from, has, missing }: Missing, currency: string) {
  const amount = (value: bigint) => (measure === "spent" ? formatMoney(value, currency) : String(value));
  return { measure, from: amount(from), has: amount(has), missing: amount(missing) };
}

export function representTierMove(move: TierMoveRecord): z.input<typeof tierMoveShape> {
  const { at, from, to, because, figures, programVersion, actor, note, silent } = move;
  return { at: at.toISOString(), from, to, because, figures, programVersion, actor, note, silent };
}
