import type { Day } from "#app/domain/shared/calendar.ts";
import { countedFigures, figuresOf, type MoveFigures } from "#app/domain/tiers/decide-member.ts";
import type { TierDecision } from "#app/domain/tiers/decide-tier.ts";
import { givesOnEntry, tiersEntered } from "#app/domain/tiers/entry-rewards.ts";
import { rankByTag, rankOf, rankReachedBy } from "#app/domain/tiers/ladder.ts";
import type { StandingLadder } from "./read-ladder.ts";
import type { TierCandidate } from "./tier-ports.ts";
import type { TierChange } from "./tier-store-ports.ts";

/** What figures and tags of a member reach today, and what was counted. */
export function reachedBy(
  { ladder, shop }: StandingLadder,
  { facts }: TierCandidate,
  today: Day,
): { readonly reached: number; readonly figures: MoveFigures } {
  const counted = countedFigures(ladder, facts, today);
  const reached = Math.max(rankReachedBy(ladder, counted.figures), rankByTag(ladder, facts.tags));
  return { reached, figures: figuresOf(ladder, counted, shop.currency) };
}

/** What the merchant decided, as it is written: a tier that is entered by hand gives its entry reward as any other does. */
export function changeOf(
  { shop, version, ladder }: StandingLadder,
  memberId: string,
  { state, move }: TierDecision,
  figures: MoveFigures,
  by: { readonly now: Date; readonly actor: string; readonly note: string },
): TierChange {
  const silent = shop.launchedAt === null;
  const isUp = move !== null && rankOf(ladder, move.to) > rankOf(ladder, move.from);
  const entered = isUp ? tiersEntered(ladder, move.from, move.to) : [];
  return {
    memberId,
    state,
    move: move && {
      ...{ ...move, at: by.now, figures, programVersion: version, actor: by.actor, note: by.note, silent },
      benefitsDue: !silent && entered.some(givesOnEntry),
    },
    passedOver: silent ? entered.map(({ id }) => id) : [],
  };
}
