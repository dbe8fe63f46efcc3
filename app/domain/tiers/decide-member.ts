import type { Day } from "../shared/calendar.ts";
import { formatMoney } from "../shared/money.ts";
import { adoptLadder, type Losers } from "./adopt-ladder.ts";
import { decideTier, type TierFacts, type TierMove, type TierState } from "./decide-tier.ts";
import {
  type Figures,
  type Ladder,
  NO_FIGURES,
  NO_RANK,
  rankByTag,
  rankOf,
  rankReachedBy,
} from "./ladder.ts";
import { type DaySpan, figuresWithin, windowsOn } from "./qualification-window.ts";
import type { Measure } from "./tiers.ts";

/** What was counted when it was decided: `spent` a decimal string in the shop's currency; `from` null = since ever. */
export type MoveFigures = {
  readonly spent?: string;
  readonly points?: number;
  readonly orders?: number;
  readonly from?: Day | null;
  readonly through?: Day;
};

export type MemberDecision = {
  readonly state: TierState;
  readonly move: (TierMove & { readonly figures: MoveFigures }) | null;
};

/** `up`: something has happened to the member; `both`: the review of a day; else the members are brought to a new ladder. */
export type Occasion = "up" | "both" | { readonly losers: Losers };

/** The rule (decideTier, adoptLadder) for one member, with what explains the move. */
export function decideMember(
  ladder: Ladder,
  currency: string,
  member: { readonly state: TierState | null; readonly facts: TierFacts },
  today: Day,
  occasion: Occasion,
): MemberDecision {
  const { state, facts } = member;
  const counted = countedFigures(ladder, facts, today);
  const byFigures = rankReachedBy(ladder, counted.figures);
  const byTag = rankByTag(ladder, facts.tags);
  const reached = Math.max(byFigures, byTag);
  const decision =
    typeof occasion === "string"
      ? decideTier(ladder, state, reached, today, occasion)
      : adoptLadder(ladder, state, reached, today, occasion.losers);
  const { move } = decision;
  if (move === null || move.from === move.to) return { state: decision.state, move: null };
  const isTagged = move.because === "reached" && byTag > byFigures && rankOf(ladder, move.to) === byTag;
  return {
    state: decision.state,
    move: {
      ...move,
      because: isTagged ? "tagged" : move.because,
      figures: figuresOf(ladder, counted, currency),
    },
  };
}

/** What counts in the span that reaches the most; of equal ones the present one. */
export function countedFigures(
  ladder: Ladder,
  { joinedOn, qualifying }: TierFacts,
  today: Day,
): { readonly figures: Figures; readonly span: DaySpan } {
  let best: { figures: Figures; span: DaySpan } | null = null;
  let rank = NO_RANK;
  for (const span of windowsOn(ladder.tiers.window, joinedOn, today)) {
    const figures = figuresWithin(qualifying, span, today);
    const reached = rankReachedBy(ladder, figures);
    if (best === null || reached > rank) {
      best = { figures, span };
      rank = reached;
    }
  }
  return best ?? { figures: NO_FIGURES, span: { from: null, through: today } };
}

/** The measures that the ladder looks at, and the days they were counted over. */
export function figuresOf(
  ladder: Ladder,
  { figures, span }: { readonly figures: Figures; readonly span: DaySpan },
  currency: string,
): MoveFigures {
  const measures = measuresOf(ladder);
  return {
    ...(measures.has("spent") ? { spent: formatMoney(figures.spentMinor, currency) } : {}),
    ...(measures.has("points") ? { points: figures.points } : {}),
    ...(measures.has("orders") ? { orders: figures.orders } : {}),
    from: span.from,
    through: span.through,
  };
}

export function measuresOf({ tiers, rungs }: Ladder): ReadonlySet<Measure> {
  return new Set([
    tiers.measure,
    ...rungs.flatMap(({ thresholds }) => thresholds.map(({ measure }) => measure)),
  ]);
}
