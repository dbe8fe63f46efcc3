import { addDays, type Day } from "../shared/calendar.ts";
import type { MoveReason, TierState } from "../tiers/decide-tier.ts";
import type { TierProgress } from "../tiers/keeps-until.ts";
import type { Tier, Tiers } from "../tiers/tiers.ts";
import { isStale, type PlannedMail } from "./decide-mails.ts";

/** A move that was not silent and that nobody was told of yet. */
export type ToldMove = {
  readonly n: number;
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
  readonly because: MoveReason;
};

/**
 * The one mail that a member's moves, oldest first, cause: from where they stood to where they stand. Up and down again is no
 * news, and neither is the tier in which everybody begins. `tiers`: in force.
 */
export function tierMoveMail(
  memberId: string,
  moves: readonly ToldMove[],
  tiers: Tiers | null,
  now: Date,
): PlannedMail | null {
  const news = moves.filter(({ at }) => !isStale(at, now));
  const [first, last] = [news[0], news.at(-1)];
  if (tiers === null || first === undefined || last === undefined) return null;
  const rank = (tierId: string | null) => tiers.ladder.findIndex(({ id }) => id === tierId);
  const [from, to] = [rank(first.from), rank(last.to)];
  // What is no longer in the ladder was taken away for everybody: the merchant's news, not the member's.
  if (first.from !== null && from === -1) return null;
  if (from === to || (to > from && isEverybodys(tiers.ladder[to]))) return null;
  const template = to > from ? "tier-reached" : "tier-lost";
  return {
    key: `${template}:${memberId}/${last.n}`,
    template,
    facts: { kind: "tier-move", from: first.from, to: last.to, because: last.because },
  };
}

/** Nothing has to be done to be in it. */
function isEverybodys(tier: Tier | undefined): boolean {
  return tier !== undefined && tier.from !== null && Number(tier.from) === 0;
}

/** The last sure day of which a member is to be told today; null: none is near. */
export function noticeDay(
  { state, progress: { keptThrough } }: { readonly state: TierState; readonly progress: TierProgress },
  noticeDays: number,
  today: Day,
): Day | null {
  if (state.tierId === null || keptThrough === null) return null;
  return keptThrough <= addDays(today, noticeDays) ? keptThrough : null;
}

export function noticeMail(memberId: string, tierId: string, through: Day): PlannedMail {
  return {
    key: `tier-notice:${memberId}/${tierId}/${through}`,
    template: "tier-notice",
    facts: { kind: "tier-notice", tierId, through },
  };
}

/** Has somebody who was warned made it? They have when no end is near any more, be it the one they were told of or a later one. */
export function hasKept(
  standing: { readonly state: TierState; readonly progress: TierProgress },
  warnedFor: Day,
  noticeDays: number | null,
  today: Day,
): boolean {
  const { keptThrough } = standing.progress;
  return (
    keptThrough === null || (keptThrough > warnedFor && noticeDay(standing, noticeDays ?? 0, today) === null)
  );
}

export function keptMail(memberId: string, tierId: string, warnedFor: Day): PlannedMail {
  return {
    key: `tier-kept:${memberId}/${tierId}/${warnedFor}`,
    template: "tier-kept",
    facts: { kind: "tier-kept", tierId },
  };
}
