import { isDeepStrictEqual } from "node:util";
import { Temporal } from "@js-temporal/polyfill";
import { decideMember } from "#app/domain/tiers/decide-member.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import { moveTiers } from "#app/usecases/tiers/move-tiers.ts";
import { SimulationFailure } from "../failure.ts";
import { digitsOf, type Life } from "../life.ts";
import { dayOf } from "../model/calendar.ts";
import { spendableFrom } from "../model/holding.ts";
import { type Deed, judgeStanding, reachedOn, type Standing } from "../model/qualification.ts";
import { MOVES_SQL } from "../model/rows.ts";
import { type TierMove, tiersAt } from "../model/tier-held.ts";
import { type Claim, claimedTier } from "./check-caps.ts";
import type { LedgerWatch } from "./ledger-watch.ts";

type MemberRow = Standing & {
  memberId: string;
  joinedOn: string;
  tags: string[];
  isPlaced: boolean;
};

type OrderRow = {
  memberId: string;
  businessDate: string;
  version: number | null;
  paidAt: Date | null;
  earnedAt: Date | null;
  fulfilledAt: Date | null;
  goodsLeft: string;
  kept: number;
};

type EarnedRow = {
  orderId: string;
  memberId: string;
  earnedAt: Date;
  version: number;
  claims: Claim[];
};

const EARNED_SQL = `
  SELECT order_id AS "orderId", member_id AS "memberId", earned_at AS "earnedAt", program_version AS version, earned_by AS claims
  FROM orders WHERE shop_id = $1 AND earned_by IS NOT NULL AND member_id IS NOT NULL ORDER BY order_id`;

const MEMBERS_SQL = `
  SELECT m.member_id AS "memberId", m.joined_on::text AS "joinedOn", m.tags, t.member_id IS NOT NULL AS "isPlaced", t.tier_id AS "tierId",
         t.hold_tier AS "holdTier", t.hold_until::text AS "holdUntil", coalesce(t.hold_exact, false) AS "holdExact",
         t.missed_on::text AS "missedOn"
  FROM members m LEFT JOIN member_tiers t USING (shop_id, member_id)
  WHERE m.shop_id = $1 AND m.participation = 'member' ORDER BY m.member_id`;

const ORDERS_SQL = `
  SELECT member_id AS "memberId", business_date::text AS "businessDate", program_version AS version, paid_at AS "paidAt",
         earned_at AS "earnedAt", fulfilled_at AS "fulfilledAt", goods_left_minor::text AS "goodsLeft",
         (kept_points + bonus_points)::float8 AS kept
  FROM orders WHERE shop_id = $1 AND is_purchase AND member_id IS NOT NULL`;

export function watchTiers(life: Life, watch: LedgerWatch) {
  let remembered: TierMove[] = [];

  /** Moves are only ever added, and lead from where the last one led to where the member stands. */
  async function checkHistory(): Promise<void> {
    const moves = await watch.rows<TierMove>(MOVES_SQL);
    const nameOf = ({ memberId, n }: TierMove) => `${memberId} ${n}`;
    const present = new Map(moves.map((move) => [nameOf(move), move]));
    // Whoever is erased without ever having had a point or an order leaves nothing behind.
    const there = new Set(
      (await watch.rows<{ id: string }>("SELECT member_id::text AS id FROM members WHERE shop_id = $1")).map(
        ({ id }) => id,
      ),
    );
    for (const move of remembered)
      if (there.has(move.memberId) && !isDeepStrictEqual(present.get(nameOf(move)), move))
        throw wrong(move.memberId, `move ${move.n} is not as it was written`);
    remembered = moves;
    for (const [position, move] of moves.entries()) {
      const before = moves[position - 1];
      const last = before?.memberId === move.memberId ? before : null;
      if (move.n !== (last?.n ?? 0) + 1) throw wrong(move.memberId, `move ${move.n} comes after ${last?.n}`);
      if (move.from !== (last?.to ?? null))
        throw wrong(move.memberId, `move ${move.n} leads from ${move.from}, not ${last?.to}`);
    }
    const lastOf = new Map(moves.map((move) => [move.memberId, move.to]));
    for (const member of await watch.rows<MemberRow>(MEMBERS_SQL))
      if (member.isPlaced && member.tierId !== (lastOf.get(member.memberId) ?? null))
        throw wrong(member.memberId, `is in ${member.tierId}, moved to ${lastOf.get(member.memberId)}`);
  }

  /** Each order was multiplied by the tier that was held just before it. */
  async function checkEarned(): Promise<void> {
    const moves = await watch.rows<TierMove>(MOVES_SQL);
    for (const row of await watch.rows<EarnedRow>(EARNED_SQL)) {
      if (!row.claims.some(({ source }) => source.startsWith("rule:"))) continue;
      const { body } = watch.versions.find(({ version }) => version === row.version)!;
      const merged = watch.mergedInto(row.memberId);
      const tiers = tiersAt(body, moves, row.memberId, merged, row.earnedAt);
      const allowed = tiers.map((tier) => (tier?.multiplier == null ? null : tier.id));
      const claimed = claimedTier(row.claims);
      if (!allowed.includes(claimed))
        throw wrong(row.memberId, `earned ${row.orderId} by ${claimed}, in truth by ${allowed.join(" or ")}`);
    }
  }

  /**
   * After the review of everybody: evaluating each of them by the pure rule over its own facts changes nothing, and each stands where
   * the model says from their purchases. What entry rewards have raised since is let move first.
   */
  async function checkReviewed(): Promise<void> {
    const { house } = life.staff.team(1)[0]!;
    const { shopId, traits } = life;
    for (let more = true; more;) {
      await moveTiers(house, shopId);
      const [open] = await watch.rows("SELECT FROM tier_checks WHERE shop_id = $1 LIMIT 1");
      more = open !== undefined;
    }
    await watch.checkChanged();
    await watch.readVersions();
    const tiers = watch.versions.at(-1)?.body.tiers ?? null;
    if (tiers === null) return;
    const today = dayOf(life.store.now(), traits.timeZone);
    const members = await watch.rows<MemberRow>(MEMBERS_SQL);
    const ladder = compileLadder(tiers, traits.currency);
    const query = { timeZone: traits.timeZone, countPending: tiers.countPending };
    const ids = members.map(({ memberId }) => memberId);
    for (const { memberId, state, facts } of await house.tierReads.listCandidates(shopId, ids, query)) {
      const decided = decideMember(ladder, traits.currency, { state, facts }, today.toString(), "both");
      if (decided.move !== null || !isDeepStrictEqual(decided.state, state))
        throw wrong(memberId, `stands as ${JSON.stringify(state)}, by itself as ${JSON.stringify(decided)}`);
    }
    const deeds = await readDeeds(tiers.countPending);
    for (const member of members) {
      const own = { joined: Temporal.PlainDate.from(member.joinedOn), tags: member.tags };
      const reached = reachedOn(
        tiers,
        { ...own, deeds: deeds.get(member.memberId) ?? [] },
        today,
        digitsOf(life),
      );
      const problem = judgeStanding(tiers, member, reached, today);
      if (problem !== null)
        throw wrong(member.memberId, `on ${today.toString()} is in ${member.tierId} and ${problem}`);
    }
  }

  async function readDeeds(countPending: boolean): Promise<Map<string, Deed[]>> {
    const { timeZone } = life.traits;
    const deeds = new Map<string, Deed[]>();
    const add = (memberId: string, deed: Deed) => deeds.set(memberId, [...(deeds.get(memberId) ?? []), deed]);
    for (const row of await watch.rows<OrderRow>(ORDERS_SQL)) {
      const day = Temporal.PlainDate.from(row.businessDate);
      const ruling = watch.versions.find(({ version }) => version === row.version);
      const { earnedAt } = row;
      const isHeld = !countPending && ruling !== undefined && earnedAt !== null;
      const from = isHeld ? spendableFrom({ ...row, earnedAt }, ruling.body.earning, timeZone) : null;
      if (isHeld && from === null) continue; // Nobody knows yet from when on.
      const matured = from === null ? day : dayOf(from, timeZone);
      add(row.memberId, {
        ...{ day, countsOn: Temporal.PlainDate.compare(matured, day) < 0 ? day : matured },
        ...{ spentMinor: BigInt(row.goodsLeft), points: row.kept, orders: 1 },
      });
    }
    const holders = new Map<string, string>();
    for (const memberId of watch.auditor.members.keys())
      for (const gone of watch.mergedInto(memberId)) holders.set(gone, memberId);
    for (const [memberId, { entries }] of watch.auditor.members)
      for (const entry of entries) {
        if (entry.kind !== "earn" || ["order", "refund", "order-bonus"].includes(entry.sourceType)) continue;
        const day = dayOf(entry.at, timeZone);
        const points = entry.points + entry.pendingPoints;
        add(holders.get(memberId) ?? memberId, { day, countsOn: day, spentMinor: 0n, points, orders: 0 });
      }
    return deeds;
  }

  return { checkHistory, checkEarned, checkReviewed };
}

export type TierWatch = ReturnType<typeof watchTiers>;

function wrong(memberId: string, detail: string): SimulationFailure {
  return new SimulationFailure("tiers", `member ${memberId} ${detail}`);
}
