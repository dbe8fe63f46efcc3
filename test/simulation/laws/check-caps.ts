import { SimulationFailure } from "../failure.ts";
import type { Life } from "../life.ts";
import { dayOf } from "../model/calendar.ts";
import type { LedgerWatch } from "./ledger-watch.ts";

/** What a rule says that it gave an order, as it is kept with the order. */
export type Claim = {
  readonly source: string;
  readonly points: number;
  readonly counts: boolean;
  readonly cappedBy: "order" | "day" | "month" | "budget" | null;
  readonly multipliers: readonly { readonly source: string }[];
};

/** The tier by which an order says that it was multiplied. */
export function claimedTier(claims: readonly Claim[] | null): string | null {
  const sources = claims?.flatMap(({ multipliers }) => multipliers.map(({ source }) => source)) ?? [];
  return sources.find((source) => source.startsWith("tier:"))?.slice("tier:".length) ?? null;
}

type ClaimsRow = {
  orderId: string;
  memberId: string;
  earnedAt: Date;
  version: number;
  claims: Claim[];
};

const CLAIMS_SQL = `
  SELECT order_id AS "orderId", member_id AS "memberId", earned_at AS "earnedAt", program_version AS version, earned_by AS claims
  FROM orders WHERE shop_id = $1 AND earned_by IS NOT NULL ORDER BY order_id`;

type Use = {
  readonly orderId: string;
  readonly version: number;
  readonly day: string;
  readonly points: number;
};

/**
 * Caps of a day and a month go to whom is told first, which the deliveries decide: what is left of one the model takes from the
 * orders' own words. These must be true: no cap is exceeded, and an order that was cut left nothing of it.
 */
export async function checkCaps(life: Life, watch: LedgerWatch): Promise<void> {
  const rows = await watch.rows<ClaimsRow>(CLAIMS_SQL);
  const uses = new Map<string, Use[]>();
  const keyOf = (row: ClaimsRow, source: string) => `${row.memberId} ${source}`;
  const dayOfRow = (row: ClaimsRow) => dayOf(row.earnedAt, life.traits.timeZone).toString();
  for (const row of rows)
    for (const { source, points, counts } of row.claims) {
      if (!counts || points <= 0) continue;
      const { orderId, version } = row;
      const key = keyOf(row, source);
      uses.set(key, [...(uses.get(key) ?? []), { orderId, version, day: dayOfRow(row), points }]);
    }
  for (const row of rows)
    for (const { source, points, cappedBy } of row.claims) {
      const { body } = watch.versions.find(({ version }) => version === row.version)!;
      const rule = body.earning.rules.find(({ id }) => source === `rule:${id}`);
      if (rule === undefined) continue;
      const day = dayOfRow(row);
      const all = uses.get(keyOf(row, source)) ?? [];
      const people = 1 + watch.mergedInto(row.memberId).length;
      for (const [period, cap, length] of [
        ["day", rule.capPerDay, 10],
        ["month", rule.capPerMonth, 7],
      ] as const) {
        if (cap === null) continue;
        const within = all.filter((use) => use.day.slice(0, length) === day.slice(0, length));
        const own = sum(within.filter(({ version }) => version === row.version));
        if (own > cap * people)
          throw wrong(row, `${source} gave ${own} in the ${period} of ${day}, at most ${cap}`);
        const others = sum(within.filter(({ orderId }) => orderId !== row.orderId));
        if (cappedBy === period && others < cap - points)
          throw wrong(
            row,
            `${source} was cut to ${points} though others had ${others} of the ${period}'s ${cap}`,
          );
      }
    }
}

const sum = (uses: readonly Use[]) => uses.reduce((total, { points }) => total + points, 0);

function wrong({ orderId }: ClaimsRow, detail: string): SimulationFailure {
  return new SimulationFailure("caps", `order ${orderId}: ${detail}`);
}
