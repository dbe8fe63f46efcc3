import { type OverviewCounts, type PointTotals, SECOND_ORDER_DAYS } from "#app/domain/retention/overview.ts";
import type { ReportCounts, ReportWindow } from "#app/usecases/ports.ts";
import type { Db } from "./db.ts";

/**
 * Counts behind the reports, each in one pass over the shop's orders or entries.
 * Definitions: domain/retention/README.md. The state of an order is that of the end of `asOf`.
 */
export function createReportsStore(db: Db): ReportCounts {
  return {
    async countOverview(shopId, timeZone, window) {
      const { asOf, from, to } = window;
      // One row a customer, grouped into (days seen, days until return): the whole curve in a few hundred rows.
      const rows = await db.$queryRaw<CohortRow[]>`
        WITH changed AS (
          SELECT order_id,
                 sum(goods_minor) FILTER (WHERE kind IN ('refund', 'edit')) AS goods_minor,
                 sum(money_minor) FILTER (WHERE kind = 'refund') AS money_minor,
                 bool_or(kind IN ('cancel', 'delete')) AS gone
          FROM order_changes WHERE shop_id = ${shopId} AND business_date <= ${asOf}::date
          GROUP BY order_id
        ), purchases AS (
          SELECT o.member_id, o.business_date AS day, o.goods_minor + coalesce(c.goods_minor, 0) AS revenue_minor
          FROM orders o LEFT JOIN changed c USING (order_id)
          WHERE o.shop_id = ${shopId} AND o.business_date <= ${asOf}::date AND NOT o.test
            AND o.paid_at < (${asOf}::date + 1)::timestamp AT TIME ZONE ${timeZone}
            AND c.gone IS NOT TRUE
            AND NOT (coalesce(c.money_minor, 0) > 0 AND o.goods_minor > 0 AND o.goods_minor + c.goods_minor <= 0)
            -- an order of gift cards alone has no goods whose loss would show it
            AND (o.goods_minor = 0 AND o.fully_refunded_at < (${asOf}::date + 1)::timestamp AT TIME ZONE ${timeZone}) IS NOT TRUE
        ), customers AS (
          SELECT member_id, min(day) AS first_day, count(*) AS purchases,
                 count(*) FILTER (WHERE day >= coalesce(${from}::date, '-infinity') AND day <= coalesce(${to}::date, 'infinity')) AS in_window,
                 coalesce(sum(revenue_minor) FILTER (WHERE day >= coalesce(${from}::date, '-infinity') AND day <= coalesce(${to}::date, 'infinity')), 0) AS revenue_minor
          FROM purchases GROUP BY member_id
        ), second AS (
          SELECT p.member_id, min(p.day) AS day
          FROM purchases p JOIN customers c USING (member_id) WHERE p.day > c.first_day
          GROUP BY p.member_id
        )
        SELECT c.member_id IS NULL AS without_customer,
               c.first_day >= coalesce(${from}::date, '-infinity') AND c.first_day <= coalesce(${to}::date, 'infinity') AS in_cohort,
               ${asOf}::date - c.first_day AS seen_days,
               s.day - c.first_day AS return_days,
               c.purchases >= 2 AS repeated,
               count(*) FILTER (WHERE c.in_window > 0)::int AS customers,
               count(*)::int AS cohort_customers,
               sum(c.in_window)::int AS purchases,
               sum(c.revenue_minor)::bigint AS revenue_minor
        FROM customers c LEFT JOIN second s USING (member_id)
        GROUP BY 1, 2, 3, 4, 5`;
      const members = await db.$queryRaw<{ members: number }[]>`
        SELECT count(*)::int AS members FROM members
        WHERE shop_id = ${shopId} AND participation = 'member' AND joined_on <= ${asOf}::date`;
      return {
        members: members[0]?.members ?? 0,
        points: await countPoints(db, shopId, timeZone, window),
        ...summarise(rows),
      };
    },
  };
}

type CohortRow = {
  without_customer: boolean;
  in_cohort: boolean;
  seen_days: number;
  return_days: number | null;
  repeated: boolean;
  customers: number;
  cohort_customers: number;
  purchases: number;
  revenue_minor: bigint;
};

function summarise(rows: readonly CohortRow[]): Omit<OverviewCounts, "members" | "points"> {
  const known = rows.filter((row) => !row.without_customer);
  const anonymous = rows.filter((row) => row.without_customer);
  const cohort = known.filter((row) => row.in_cohort);
  const count = (of: readonly CohortRow[]) => of.reduce((sum, row) => sum + row.cohort_customers, 0);
  const returned = new Map<number, number>();
  const waiting = new Map<number, number>();
  for (const row of cohort) {
    const [histogram, days] =
      row.return_days === null ? [waiting, row.seen_days] : [returned, row.return_days];
    histogram.set(days, (histogram.get(days) ?? 0) + row.cohort_customers);
  }
  return {
    customers: known.reduce((sum, row) => sum + row.customers, 0),
    purchases: rows.reduce((sum, row) => sum + row.purchases, 0),
    revenueMinor: rows.reduce((sum, row) => sum + row.revenue_minor, 0n),
    withoutCustomer: {
      purchases: anonymous.reduce((sum, row) => sum + row.purchases, 0),
      revenueMinor: anonymous.reduce((sum, row) => sum + row.revenue_minor, 0n),
    },
    cohort: {
      customers: count(cohort),
      repeated: count(cohort.filter((row) => row.repeated)),
      repeatedOnAnotherDay: count(cohort.filter((row) => row.return_days !== null)),
      secondOrder: SECOND_ORDER_DAYS.map((days) => {
        const seen = cohort.filter((row) => row.seen_days >= days);
        return {
          days,
          seen: count(seen),
          returned: count(seen.filter((row) => row.return_days !== null && row.return_days <= days)),
        };
      }),
      times: { returned, waiting },
    },
  };
}

/** Totals of the ledger over the window; `outstanding` and `pending` are what stands at the end of `asOf`. */
async function countPoints(
  db: Db,
  shopId: string,
  timeZone: string,
  { asOf, from, to }: ReportWindow,
): Promise<PointTotals> {
  const flows = await db.$queryRaw<{ kind: string; points: number }[]>`
    SELECT kind, sum(points + pending_points)::float8 AS points FROM entries
    WHERE shop_id = ${shopId}
      AND at >= coalesce(${from}::date::timestamp AT TIME ZONE ${timeZone}, '-infinity')
      AND at < (least(${asOf}::date, coalesce(${to}::date, ${asOf}::date)) + 1)::timestamp AT TIME ZONE ${timeZone}
    GROUP BY kind`;
  // The sum of all balances, debts included: so that issued − redeemed − expired − reversed + adjusted, over all time, is
  // outstanding + pending to the point.
  const standing = await db.$queryRaw<{ outstanding: number; pending: number }[]>`
    SELECT coalesce(sum(points), 0)::float8 AS outstanding, coalesce(sum(pending_points), 0)::float8 AS pending
    FROM entries WHERE shop_id = ${shopId} AND at < (${asOf}::date + 1)::timestamp AT TIME ZONE ${timeZone}`;
  const { outstanding, pending } = standing[0] ?? { outstanding: 0, pending: 0 };
  const sum = (...kinds: string[]) =>
    flows.filter((row) => kinds.includes(row.kind)).reduce((total, row) => total + row.points, 0);
  return {
    issued: sum("earn"),
    redeemed: 0 - sum("redeem", "return"),
    expired: 0 - sum("expire"),
    reversed: 0 - sum("reverse"),
    adjusted: sum("adjust"),
    outstanding,
    pending,
  };
}
