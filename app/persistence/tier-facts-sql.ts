import { addDays, type Day, startOfDay } from "#app/domain/shared/calendar.ts";
import { measuresOf } from "#app/domain/tiers/decide-member.ts";
import { windowsOn } from "#app/domain/tiers/qualification-window.ts";
import type { SetDecision } from "#app/usecases/tiers/tier-store-ports.ts";
import { Prisma } from "./generated/client.ts";

/** Which members a set is made of, asked of a column that holds a member's id. */
export type SetOfMembers = (column: Prisma.Sql) => Prisma.Sql;

/** The spans that a review looks at: SQL dates; `from` null = since ever. With years from joining they lie differently for each row `w`. */
export type SqlSpan = { readonly from: Prisma.Sql | null; readonly through: Prisma.Sql };

export const date = (day: Day) => Prisma.sql`${day}::date`;

/** `windowsOn` for everybody at once. */
export function spansOf({ ladder, today }: Pick<SetDecision, "ladder" | "today">): SqlSpan[] {
  const { window } = ladder.tiers;
  if (window.kind !== "from-joining") {
    return windowsOn(window, today, today).map(({ from, through }) => ({
      from: from === null ? null : date(from),
      through: date(through),
    }));
  }
  // A year less where the anniversary has not come: of 29 February it is the 28th.
  const yearsSince = Prisma.sql`(date_part('year', ${date(today)}) - date_part('year', w.joined_on))::integer`;
  const anniversary = (years: Prisma.Sql) =>
    Prisma.sql`(w.joined_on + make_interval(years => ${years}))::date`;
  const elapsed = Prisma.sql`(${yearsSince} - CASE WHEN ${anniversary(yearsSince)} <= ${date(today)} THEN 0 ELSE 1 END)`;
  const start = anniversary(elapsed);
  const present: SqlSpan = { from: start, through: date(today) };
  const before: SqlSpan = {
    from: anniversary(Prisma.sql`${elapsed} - 1`),
    through: Prisma.sql`(${start} - 1)`,
  };
  return window.keepNext ? [present, before] : [present];
}

/**
 * What each member has, a row a member: `spent0`, `points0`, `orders0` in the first span, `spent1` … in the second, of the measures that
 * the ladder looks at. One pass over the orders, as the plainest sum over the same window would take.
 */
export function figuresOfSet(shopId: string, decision: SetDecision, members: SetOfMembers): Prisma.Sql {
  const { ladder, today, timeZone } = decision;
  const { kind } = ladder.tiers.window;
  const measures = measuresOf(ladder);
  const spans = spansOf(decision);
  const tomorrow = startOfDay(addDays(today, 1), timeZone);
  const countsNow = ladder.tiers.countPending
    ? Prisma.sql`true`
    : Prisma.sql`(o.counts_from IS NULL OR o.counts_from < ${tomorrow})`;
  const first = kind === "from-joining" ? null : (spans.at(-1)?.from ?? null);
  const since = (day: Prisma.Sql) => (first === null ? Prisma.sql`true` : Prisma.sql`${day} >= ${first}`);
  const ofOrders = Prisma.sql`
    SELECT o.member_id, o.business_date AS day, o.goods_left_minor AS spent, o.kept_points + o.bonus_points AS points, 1 AS orders
    FROM orders o
    WHERE o.shop_id = ${shopId} AND o.is_purchase AND ${members(Prisma.sql`o.member_id`)}
      AND ${since(Prisma.sql`o.business_date`)} AND o.business_date <= ${date(today)} AND ${countsNow}`;
  const day = Prisma.sql`(e.at AT TIME ZONE ${timeZone})::date`;
  const ofOccasions = Prisma.sql`
    SELECT h.member_id, ${day}, 0::bigint, e.points + e.pending_points, 0
    FROM members h JOIN members p ON p.shop_id = ${shopId} AND (p.member_id = h.member_id OR p.merged_into = h.member_id)
      JOIN entries e ON e.shop_id = ${shopId} AND e.member_id = p.member_id
    WHERE h.shop_id = ${shopId} AND ${members(Prisma.sql`h.member_id`)} AND e.kind = 'earn'
      AND e.source_type NOT IN ('order', 'refund', 'order-bonus') AND ${since(day)} AND ${day} <= ${date(today)}`;
  const facts = measures.has("points") ? Prisma.sql`${ofOrders} UNION ALL ${ofOccasions}` : ofOrders;
  const sums = spans.flatMap((span, index) => {
    const n = Prisma.raw(String(index));
    const within = filterOf(span, spans.length === 1 && kind !== "from-joining");
    return [
      ...(measures.has("spent")
        ? [Prisma.sql`coalesce(sum(f.spent) ${within}, 0)::bigint AS spent${n}`]
        : []),
      ...(measures.has("points")
        ? [Prisma.sql`coalesce(sum(f.points) ${within}, 0)::bigint AS points${n}`]
        : []),
      ...(measures.has("orders")
        ? [Prisma.sql`coalesce(sum(f.orders) ${within}, 0)::bigint AS orders${n}`]
        : []),
    ];
  });
  const whose =
    kind === "from-joining"
      ? Prisma.sql`JOIN members w ON w.shop_id = ${shopId} AND w.member_id = f.member_id`
      : Prisma.empty;
  return Prisma.sql`SELECT f.member_id, ${Prisma.join(sums)} FROM (${facts}) f ${whose} GROUP BY f.member_id`;
}

function filterOf({ from, through }: SqlSpan, isAll: boolean): Prisma.Sql {
  if (isAll) return Prisma.empty;
  return from === null
    ? Prisma.sql`FILTER (WHERE f.day <= ${through})`
    : Prisma.sql`FILTER (WHERE f.day >= ${from} AND f.day <= ${through})`;
}
