import { addMonths } from "#app/domain/shared/calendar.ts";
import { minorDigits } from "#app/domain/shared/money.ts";
import { measuresOf } from "#app/domain/tiers/decide-member.ts";
import { rungBelow } from "#app/domain/tiers/decide-tier.ts";
import { type Ladder, rankOf } from "#app/domain/tiers/ladder.ts";
import { landingMonths } from "#app/domain/tiers/decide-tier.ts";
import type { SetDecision } from "#app/usecases/tiers/tier-store-ports.ts";
import { Prisma } from "./generated/client.ts";
import { hasOneTag } from "./segment-sql.ts";
import { date, figuresOfSet, type SetOfMembers, spansOf } from "./tier-facts-sql.ts";

/** The row as it stands against the row as it should be. */
export const CHANGES = Prisma.sql`(NOT d.placed OR d.moved OR d.to_missed IS DISTINCT FROM d.missed_on OR d.to_hold IS DISTINCT FROM d.hold_tier
  OR d.to_until IS DISTINCT FROM d.hold_until OR d.to_kind IS DISTINCT FROM d.hold_kind OR d.to_exact <> coalesce(d.hold_exact, false))`;

const number = (value: number) => Prisma.raw(String(value));

/**
 * `decideTier` and `adoptLadder` of the domain as one statement (a property test holds them together): a row a member who takes
 * part, with what is and what should be. `OFFSET 0` keeps the planner from working out a step anew wherever it is named.
 */
export function decided(
  shopId: string,
  decision: SetDecision,
  members: SetOfMembers,
  counted = figuresOfSet(shopId, decision, members),
): Prisma.Sql {
  const { losers } = decision;
  const standing = standingOf(shopId, decision, members, counted);
  return losers === null ? reviewed(decision, standing) : adopted(decision, losers, standing);
}

function reviewed(decision: SetDecision, standing: Prisma.Sql): Prisma.Sql {
  const { ladder, today } = decision;
  const { graceDays, softLanding } = ladder.tiers;
  const below = Prisma.sql`CASE s.cur ${Prisma.join(
    ladder.rungs.map((_, rank) => Prisma.sql`WHEN ${number(rank)} THEN ${number(rungBelow(ladder, rank))}`),
    " ",
  )} ELSE -1 END`;
  const lowest = softLanding ? Prisma.sql`greatest(s.floor, ${below})` : Prisma.sql`s.floor`;
  const landedUntil = date(addMonths(today, landingMonths(ladder)));
  return Prisma.sql`
    SELECT s.*, tier.id AS to_tier, tier.id IS DISTINCT FROM s.tier_id AS moved,
      CASE WHEN s.lands THEN tier.id WHEN s.holding THEN s.hold_tier END AS to_hold,
      CASE WHEN s.lands THEN ${landedUntil} WHEN s.holding THEN s.hold_until END AS to_until,
      CASE WHEN s.lands THEN 'soft-landing' WHEN s.holding THEN s.hold_kind END AS to_kind,
      NOT s.lands AND s.holding AND s.hold_exact AS to_exact,
      CASE WHEN NOT s.placed THEN 'joined' WHEN s.exact THEN 'by-hand' WHEN s.target > s.cur AND s.tagged AND s.target = s.by_tag THEN 'tagged'
        WHEN s.target > s.cur THEN 'reached' WHEN s.was_held THEN 'hold-ended' ELSE 'missed' END AS because
    FROM (
      SELECT s.*, s.placed AND s.target < s.cur AND NOT s.exact AND s.target > s.floor AS lands FROM (
        SELECT s.*, CASE WHEN s.waits THEN s.missed END AS to_missed,
          CASE WHEN s.exact THEN s.held WHEN NOT s.placed OR s.floor >= s.cur THEN s.floor WHEN s.waits THEN s.cur ELSE ${lowest} END AS target
        FROM (
          SELECT s.*, s.placed AND NOT s.exact AND s.floor < s.cur AND NOT s.was_held AND ${date(today)} - s.missed < ${number(graceDays)} AS waits
          FROM (
            SELECT s.*, s.holding AND s.hold_exact AND s.held <> -1 AS exact,
              greatest(s.reached, CASE WHEN s.holding THEN s.held ELSE -1 END) AS floor,
              s.hold_tier IS NOT NULL AND NOT s.holding AND s.held >= s.cur AS was_held, coalesce(s.missed_on, ${date(today)}) AS missed
            FROM (${standing} OFFSET 0) s OFFSET 0
          ) s OFFSET 0
        ) s OFFSET 0
      ) s OFFSET 0
    ) s CROSS JOIN LATERAL (SELECT CASE WHEN s.placed AND s.target = s.cur THEN s.tier_id ELSE ${idAt(ladder, Prisma.sql`s.target`)} END AS id) tier`;
}

function adopted(
  decision: SetDecision,
  losers: NonNullable<SetDecision["losers"]>,
  standing: Prisma.Sql,
): Prisma.Sql {
  const { ladder } = decision;
  const until = losers.kind === "protect" ? losers.until : null;
  return Prisma.sql`
    SELECT s.*, tier.id AS to_tier, tier.id IS DISTINCT FROM s.tier_id AS moved, NULL::date AS to_missed,
      CASE WHEN s.spared THEN tier.id WHEN s.holds THEN ${idAt(ladder, Prisma.sql`s.held`)} END AS to_hold,
      CASE WHEN s.spared THEN ${until}::date WHEN s.holds THEN s.hold_until END AS to_until,
      CASE WHEN s.spared THEN 'protection' WHEN s.holds THEN s.hold_kind END AS to_kind,
      NOT s.spared AND s.holds AND s.hold_exact AS to_exact,
      CASE WHEN s.placed THEN 'program-changed' ELSE 'joined' END AS because
    FROM (
      SELECT s.*, CASE WHEN s.spared THEN s.cur ELSE s.floor END AS target FROM (
        SELECT s.*, ${losers.kind !== "apply"}::boolean AND s.placed AND NOT s.exact AND s.floor < s.cur AS spared FROM (
          SELECT s.*, s.holds AND s.hold_exact AS exact,
            CASE WHEN s.holds AND s.hold_exact THEN s.held WHEN s.holds THEN greatest(s.reached, s.held) ELSE s.reached END AS floor
          FROM (
            SELECT s.*, s.holding AND s.held <> -1 AS holds
            FROM (${standing} OFFSET 0) s OFFSET 0
          ) s OFFSET 0
        ) s OFFSET 0
      ) s OFFSET 0
    ) s CROSS JOIN LATERAL (SELECT ${idAt(ladder, Prisma.sql`s.target`)} AS id) tier`;
}

/** Where each member stands and what they reach: ranks, -1 = none. */
function standingOf(
  shopId: string,
  decision: SetDecision,
  members: SetOfMembers,
  counted: Prisma.Sql,
): Prisma.Sql {
  const { ladder, today } = decision;
  const replaced = decision.losers === null ? {} : ladder.tiers.replaced;
  const spans = spansOf(decision);
  const byTag = rankByTag(ladder);
  const columns = spans.flatMap((_, index) =>
    [...measuresOf(ladder)].map(
      (measure) => Prisma.sql`coalesce(g.${named(measure, index)}, 0) AS ${named(measure, index)}`,
    ),
  );
  return Prisma.sql`
    SELECT a.*, greatest(a.by_tag, a.by_figures) AS reached, a.by_tag > a.by_figures AS tagged FROM (
      SELECT a.*, ${spans.length === 2 ? Prisma.sql`a.rank1 > a.rank0` : Prisma.sql`false`} AS is_before,
        ${spans.length === 2 ? Prisma.sql`greatest(a.rank0, a.rank1)` : Prisma.sql`a.rank0`} AS by_figures
      FROM (
        SELECT a.*, ${Prisma.join(spans.map((_, index) => Prisma.sql`${rankByFigures(ladder, index)} AS rank${number(index)}`))}
        FROM (
          SELECT w.member_id, w.xmin::text AS row_version, w.joined_on, t.member_id IS NOT NULL AS placed, t.tier_id, t.since, t.hold_tier, t.hold_until, t.hold_kind,
            coalesce(t.hold_exact, false) AS hold_exact, t.missed_on,
            t.hold_tier IS NOT NULL AND (t.hold_until IS NULL OR t.hold_until >= ${date(today)}) AS holding,
            ${rankOfId(ladder, Prisma.sql`t.tier_id`, replaced)} AS cur, ${rankOfId(ladder, Prisma.sql`t.hold_tier`, replaced)} AS held,
            ${byTag} AS by_tag, ${Prisma.join(columns)}
          FROM members w
          LEFT JOIN member_tiers t ON t.shop_id = ${shopId} AND t.member_id = w.member_id AND ${members(Prisma.sql`t.member_id`)}
          LEFT JOIN (${counted}) g ON g.member_id = w.member_id
          WHERE w.shop_id = ${shopId} AND w.participation = 'member' AND ${members(Prisma.sql`w.member_id`)}
          OFFSET 0
        ) a OFFSET 0
      ) a OFFSET 0
    ) a`;
}

const named = (measure: string, index: number) => Prisma.raw(`${measure}${index}`);

function rankByFigures({ rungs, tiers }: Ladder, index: number): Prisma.Sql {
  const cases = rungs.flatMap(({ thresholds }, rank) => {
    if (thresholds.length === 0) return [];
    const each = thresholds.map(
      ({ measure, from }) => Prisma.sql`a.${named(measure, index)} >= ${from}::bigint`,
    );
    const met = Prisma.join(each, tiers.join === "all" ? " AND " : " OR ");
    return [Prisma.sql`WHEN ${met} THEN ${number(rank)}`];
  });
  return cases.length === 0
    ? Prisma.sql`-1`
    : Prisma.sql`CASE ${Prisma.join(cases.reverse(), " ")} ELSE -1 END`;
}

function rankByTag({ rungs }: Ladder): Prisma.Sql {
  const cases = rungs.flatMap(({ tier: { entryTag } }, rank) =>
    entryTag === null
      ? []
      : [Prisma.sql`WHEN ${hasOneTag([entryTag], Prisma.sql`w.tags`)} THEN ${number(rank)}`],
  );
  return cases.length === 0
    ? Prisma.sql`-1`
    : Prisma.sql`CASE ${Prisma.join(cases.reverse(), " ")} ELSE -1 END`;
}

function rankOfId(
  ladder: Ladder,
  column: Prisma.Sql,
  replaced: Readonly<Record<string, string>>,
): Prisma.Sql {
  const ranks = [
    ...ladder.rungs.map(({ tier }, rank) => [tier.id, rank] as const),
    ...Object.entries(replaced).map(([id, by]) => [id, rankOf(ladder, by)] as const),
  ];
  const cases = ranks.map(([id, rank]) => Prisma.sql`WHEN ${id} THEN ${number(rank)}`);
  return Prisma.sql`CASE ${column} ${Prisma.join(cases, " ")} ELSE -1 END`;
}

function idAt({ rungs }: Ladder, rank: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${rungs.map(({ tier }) => tier.id)}::text[])[${rank} + 1]`;
}

/** `tiersEntered` of the domain: where the move leads and what it jumps over, as far as figures reach it. */
export function entered(
  ladder: Ladder,
  which: (tier: Ladder["rungs"][number]["tier"]) => boolean,
): Prisma.Sql {
  const rungs = ladder.rungs.map(({ tier, thresholds }, rank) => ({
    tier,
    rank,
    onTheWay: thresholds.length > 0,
  }));
  const wanted = rungs.filter(({ tier }) => which(tier));
  if (wanted.length === 0) return Prisma.sql`'{}'::text[]`;
  return Prisma.sql`ARRAY (
    SELECT e.id FROM unnest(${wanted.map(({ tier }) => tier.id)}::text[], ${wanted.map(({ rank }) => rank)}::integer[],
      ${wanted.map(({ onTheWay }) => onTheWay)}::boolean[]) AS e (id, rank, on_the_way)
    WHERE e.rank > cur AND (e.rank = target OR (e.rank < target AND e.on_the_way)) ORDER BY e.id)`;
}

/** What was counted, as `figuresOf` of the domain tells it. */
export function figures(decision: SetDecision): Prisma.Sql {
  const { ladder, currency } = decision;
  const spans = spansOf(decision);
  const measures = measuresOf(ladder);
  const digits = minorDigits(currency);
  const best = (of: (index: number) => Prisma.Sql) =>
    spans.length === 2 ? Prisma.sql`CASE WHEN c.is_before THEN ${of(1)} ELSE ${of(0)} END` : of(0);
  const figure = (measure: string) => best((index) => Prisma.sql`c.${named(measure, index)}`);
  const day = (of: (index: number) => Prisma.Sql | null) =>
    best((index) => {
      const found = of(index);
      return found === null ? Prisma.sql`NULL::text` : Prisma.sql`(${found})::text`;
    });
  const told = [
    ...(measures.has("spent")
      ? [
          Prisma.sql`'spent', round(${figure("spent")}::numeric / ${Prisma.raw(String(10 ** digits))}, ${number(digits)})::text`,
        ]
      : []),
    ...(measures.has("points") ? [Prisma.sql`'points', ${figure("points")}`] : []),
    ...(measures.has("orders") ? [Prisma.sql`'orders', ${figure("orders")}`] : []),
    Prisma.sql`'from', ${day((index) => spans[index]?.from ?? null)}`,
    Prisma.sql`'through', ${day((index) => spans[index]?.through ?? null)}`,
  ];
  return Prisma.sql`(SELECT jsonb_build_object(${Prisma.join(told)}) FROM (SELECT c.joined_on) AS w)`;
}
