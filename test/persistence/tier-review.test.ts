import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays, businessDate, type Day } from "#app/domain/shared/calendar.ts";
import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import { decideMember } from "#app/domain/tiers/decide-member.ts";
import type { Hold, TierState } from "#app/domain/tiers/decide-tier.ts";
import { givesOnEntry, tiersEntered } from "#app/domain/tiers/entry-rewards.ts";
import { compileLadder, rankOf } from "#app/domain/tiers/ladder.ts";
import type { Measure, Tiers, TierWindow } from "#app/domain/tiers/tiers.ts";
import { createTierReads, toState } from "#app/persistence/tier-reads.ts";
import { createTierStore } from "#app/persistence/tier-store.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";
import { tier, tiers } from "#test/support/tiers-house.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

const ZONES = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Kolkata", "UTC"];
/** Days at which calendars turn. */
const TODAYS = [
  "2028-02-29",
  "2028-02-28",
  "2028-03-01",
  "2027-02-28",
  "2027-01-01",
  "2026-12-31",
  "2027-03-31",
];
const TAGS = ["VIP", "vip", "Straße", "STRASSE", "друг"];

/** A day some days before, or a leap day. */
const dayBefore = (today: Day) =>
  fc.oneof(
    fc.integer({ min: -1, max: 1100 }).map((days) => addDays(today, -days)),
    fc
      .constantFrom("2024-02-29", "2027-02-28", "2026-02-28", "2027-03-01", "2026-01-31")
      .map((day) => (day > today ? today : day)),
  );

const window: fc.Arbitrary<TierWindow> = fc.oneof(
  fc.constant<TierWindow>({ kind: "lifetime", months: null, keepNext: false }),
  fc.constantFrom(1, 3, 12, 24).map((months): TierWindow => ({ kind: "rolling", months, keepNext: false })),
  fc
    .record({
      kind: fc.constantFrom("calendar-year" as const, "from-joining" as const),
      keepNext: fc.boolean(),
    })
    .map((one): TierWindow => ({ ...one, months: null })),
);

/** Thresholds that rise, by one measure or several; a closed tier among them, and entry by tag. */
const ladder: fc.Arbitrary<Tiers> = fc
  .record({
    measure: fc.constantFrom<Measure>("spent", "points", "orders"),
    also: fc.option(fc.constantFrom<Measure>("spent", "points", "orders"), { freq: 1 }),
    join: fc.constantFrom("any" as const, "all" as const),
    window,
    graceDays: fc.constantFrom(0, 1, 30),
    countPending: fc.boolean(),
    softLanding: fc.boolean(),
    closed: fc.boolean(),
    tagged: fc.option(fc.constantFrom(0, 1, 2)),
  })
  .map(({ also, closed, tagged, ...rest }) => {
    const rungs = ["bronze", "silver", "gold"].map((id, rank) =>
      tier(id, String(rank * (rest.measure === "orders" ? 2 : 10)), {
        also:
          also === null || also === rest.measure
            ? []
            : [{ measure: also, from: String(rank * (also === "orders" ? 3 : 15)) }],
        entryTag: tagged === rank ? "vip" : null,
        entryPoints: rank === 2 ? 5 : null,
      }),
    );
    const club = tier("club", null, { entryTag: "straße" });
    return tiers({
      ...rest,
      noticeDays: null,
      ladder: closed ? [rungs[0]!, club, rungs[1]!, rungs[2]!] : rungs,
      replaced: { old: "silver" },
    });
  });

const IDS = ["bronze", "silver", "gold", "club", "old"];
const hold = (today: Day): fc.Arbitrary<Hold> =>
  fc.record({
    tierId: fc.constantFrom(...IDS),
    until: fc.option(fc.integer({ min: -3, max: 3 }).map((days) => addDays(today, days))),
    kind: fc.constantFrom<Hold["kind"]>("by-hand", "invitation", "protection", "soft-landing"),
    exact: fc.boolean(),
  });
const state = (today: Day): fc.Arbitrary<TierState | null> =>
  fc.option(
    fc.record({
      tierId: fc.option(fc.constantFrom(...IDS)),
      since: dayBefore(today),
      hold: fc.option(hold(today)),
      missedOn: fc.option(fc.constantFrom(0, 1, 29, 30, 31).map((days) => addDays(today, -days))),
    }),
    { freq: 4 },
  );

/** Noon, so that the day in the zone is another one than in UTC at both ends of the world. */
const at = (day: Day, hour: number) => new Date(`${day}T${String(hour).padStart(2, "0")}:30:00Z`);

const purchase = (today: Day) =>
  fc.record({
    processedAt: fc.tuple(dayBefore(today), fc.constantFrom(1, 12, 23)).map(([day, hour]) => at(day, hour)),
    leftMinor: fc.constantFrom(0n, 499n, 500n, 999n, 1000n, 1001n, 2000n),
    points: fc.constantFrom(0, 5, 9, 10, 20),
    heldDays: fc.option(fc.constantFrom(0, 14, 400, 3_000_000)),
    isPurchase: fc.boolean(),
  });
const occasion = (today: Day) =>
  fc.record({
    at: fc.tuple(dayBefore(today), fc.constantFrom(1, 12, 23)).map(([day, hour]) => at(day, hour)),
    points: fc.constantFrom(1, 5, 10),
    isEarned: fc.boolean(),
  });
const member = (today: Day) =>
  fc.record({
    joinedOn: dayBefore(today),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
    takesPart: fc.constantFrom(true, true, true, false),
    state: state(today),
    purchases: fc.array(purchase(today), { maxLength: 6 }),
    occasions: fc.array(occasion(today), { maxLength: 3 }),
    /** A part of what happened, to somebody who was merged into this one. */
    hasMerged: fc.boolean(),
  });

const scene = fc.constantFrom(...TODAYS).chain((today) =>
  fc.record({
    today: fc.constant(today),
    timeZone: fc.constantFrom(...ZONES),
    ladder,
    losers: fc.oneof(
      fc.constant<Losers | null>(null),
      fc.constantFrom<Losers>(
        { kind: "apply" },
        { kind: "keep" },
        { kind: "protect", until: addDays(today, 10) },
      ),
    ),
    silent: fc.boolean(),
    members: fc.array(member(today), { minLength: 10, maxLength: 25 }),
  }),
);
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const idOf = (position: number, merged = false) =>
  `00000000-0000-7000-8000-${String(position + 1 + (merged ? 500_000 : 0)).padStart(12, "0")}`;

it("a review of all members, and their placing on a new ladder, decide about each as the pure rule does", async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (one) => {
      const shopId = await installTestShop(test, { timeZone: one.timeZone });
      await fill(shopId, one);
      const compiled = compileLadder(one.ladder, "USD");
      const decision = {
        ladder: compiled,
        currency: "USD",
        timeZone: one.timeZone,
        today: one.today,
        losers: one.losers,
      };
      const query = { timeZone: one.timeZone, countPending: one.ladder.countPending };
      const ids = one.members.map((_, position) => idOf(position));
      const candidates = await createTierReads(test.database.prisma).listCandidates(shopId, ids, query);
      const now = new Date("2028-06-01T00:00:00Z");
      const liveFrom = addDays(one.today, -30);

      const expected = candidates.map((candidate, position) => {
        const given = one.members[position]!;
        // What is read of a member is what was written of them.
        expect(candidate.facts.qualifying.reduce((sum, { orders }) => sum + orders, 0)).toBe(
          given.purchases.filter(({ isPurchase }) => isPurchase).length,
        );
        const { state, move } = decideMember(
          compiled,
          "USD",
          candidate,
          one.today,
          one.losers === null ? "both" : { losers: one.losers },
        );
        if (!candidate.takesPart)
          return { memberId: candidate.memberId, state: candidate.state, rewarded: [], move: null };
        const isUp = move !== null && rankOf(compiled, move.to) > rankOf(compiled, mapped(one, move.from));
        const entered = isUp ? tiersEntered(compiled, mapped(one, move.from), move.to) : [];
        const isSilent = one.silent || (candidate.state === null && candidate.facts.joinedOn < liveFrom);
        return {
          memberId: candidate.memberId,
          state,
          rewarded: isSilent ? entered.map(({ id }) => id).sort() : [],
          move: move && {
            ...{
              ...move,
              silent: isSilent,
              benefitsDue: !isSilent && entered.some(givesOnEntry),
              mailDue: !isSilent,
            },
          },
        };
      });
      const changing = expected.filter(
        ({ state, move }, position) =>
          move !== null || JSON.stringify(state) !== JSON.stringify(candidates[position]!.state),
      );
      await test.database.transaction(async (db) => {
        const store = createTierStore(db);
        const found = await store.listChanging(shopId, decision, null, 1000);
        expect(found.map(({ memberId }) => memberId)).toEqual(changing.map(({ memberId }) => memberId));
        // Of some the row has changed since they were looked at: what they have is counted anew.
        await db.$executeRaw`
          UPDATE members SET updated_at = updated_at WHERE shop_id = ${shopId} AND joined_on < '2026-01-01'`;
        await store.decideSet(shopId, decision, found, {
          now,
          programVersion: 7,
          silent: one.silent,
          liveFrom,
        });
        // Asked again on the same day it has nothing more to say.
        if (one.losers === null) expect(await store.listChanging(shopId, decision, null, 1000)).toEqual([]);
      });
      expect(await written(shopId)).toEqual(expected.filter(({ state }) => state !== null));
    }),
    { numRuns: 60 },
  );
}, 240_000);

/** A tier that is gone counts as the one that replaces it, for those who are brought to the new ladder. */
const mapped = ({ losers, ladder }: Scene, id: string | null) =>
  losers === null || id === null ? id : (ladder.replaced[id] ?? id);

async function fill(shopId: string, { members, timeZone }: Scene): Promise<void> {
  const all = members.flatMap((one, position) => [
    { id: idOf(position), into: null, participation: one.takesPart ? "member" : "left", ...one },
    ...(one.hasMerged
      ? [{ id: idOf(position, true), into: idOf(position), participation: "merged", ...one }]
      : []),
  ]);
  await test.database.pool.query(
    `INSERT INTO members (shop_id, member_id, merged_into, participation, joined_on, tags, updated_at)
     SELECT $1, (r ->> 'id')::uuid, (r ->> 'into')::uuid, r ->> 'participation', (r ->> 'joinedOn')::date,
       ARRAY (SELECT jsonb_array_elements_text(r -> 'tags')), '2026-01-01' FROM jsonb_array_elements($2::jsonb) r`,
    [shopId, JSON.stringify(all, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value))],
  );
  const orders = members.flatMap(({ purchases }, position) =>
    purchases.map(({ processedAt, leftMinor, heldDays, ...rest }, n) => ({
      ...{
        memberId: idOf(position),
        orderId: `${position}.${n}`,
        processedAt,
        leftMinor: Number(leftMinor),
        ...rest,
      },
      day: businessDate(processedAt, timeZone),
      countsFrom:
        heldDays === null
          ? null
          : new Date(processedAt.getTime() + Math.min(heldDays, 2_500_000) * 86_400_000),
    })),
  );
  await test.database.pool.query(
    `INSERT INTO orders (shop_id, order_id, name, member_id, processed_at, business_date, test, financial_status, goods_minor, goods_left_minor,
       tax_minor, shipping_minor, total_minor, is_purchase, origin, shopify_updated_at, kept_points, counts_from)
     SELECT $1, r ->> 'orderId', '#', (r ->> 'memberId')::uuid, (r ->> 'processedAt')::timestamptz, (r ->> 'day')::date, false, 'paid', 0,
       (r ->> 'leftMinor')::bigint, 0, 0, 0, (r ->> 'isPurchase')::boolean, 'shopify', '2026-01-01', (r ->> 'points')::bigint,
       (r ->> 'countsFrom')::timestamptz FROM jsonb_array_elements($2::jsonb) r`,
    [shopId, JSON.stringify(orders)],
  );
  const entries = members.flatMap(({ occasions, hasMerged }, position) =>
    occasions.map((one, n) => ({
      memberId: idOf(position, hasMerged && n % 2 === 1),
      seq: n + 1,
      key: `${position}.${n}`,
      ...one,
    })),
  );
  await test.database.pool.query(
    `INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after, reason,
       source_type, source_id)
     SELECT $1, (r ->> 'memberId')::uuid, (r ->> 'seq')::bigint, r ->> 'key', '', (r ->> 'at')::timestamptz,
       CASE WHEN (r ->> 'isEarned')::boolean THEN 'earn' ELSE 'adjust' END, (r ->> 'points')::bigint, 0, 0, 0, 'birthday', 'rule', 'r'
     FROM jsonb_array_elements($2::jsonb) r`,
    [shopId, JSON.stringify(entries)],
  );
  const standing = members.flatMap(({ state }, position) =>
    state === null ? [] : [{ ...state, memberId: idOf(position) }],
  );
  await test.database.pool.query(
    `INSERT INTO member_tiers (shop_id, member_id, tier_id, since, missed_on, hold_tier, hold_until, hold_kind, hold_exact)
     SELECT $1, (r ->> 'memberId')::uuid, r ->> 'tierId', (r ->> 'since')::date, (r ->> 'missedOn')::date, r -> 'hold' ->> 'tierId',
       (r -> 'hold' ->> 'until')::date, r -> 'hold' ->> 'kind', coalesce((r -> 'hold' ->> 'exact')::boolean, false)
     FROM jsonb_array_elements($2::jsonb) r`,
    [shopId, JSON.stringify(standing)],
  );
}

/** Where everybody stands, and by which move. */
async function written(shopId: string) {
  type Row = Parameters<typeof toState>[0] & {
    memberId: string;
    rewarded: string[];
    move: Record<string, unknown> | null;
  };
  const { rows } = await test.database.pool.query<Row>(
    `SELECT t.member_id::text AS "memberId", t.tier_id AS "tierId", t.since::text AS since, t.missed_on::text AS "missedOn",
       t.hold_tier AS "holdTier", t.hold_until::text AS "holdUntil", t.hold_kind AS "holdKind", t.hold_exact AS "holdExact", t.rewarded,
       CASE WHEN m.n IS NOT NULL THEN jsonb_build_object('from', m.from_tier, 'to', m.to_tier, 'because', m.because, 'figures', m.figures,
         'silent', m.silent, 'benefitsDue', m.benefits_due, 'mailDue', m.mail_due) END AS move
     FROM member_tiers t LEFT JOIN tier_moves m ON m.shop_id = t.shop_id AND m.member_id = t.member_id
     WHERE t.shop_id = $1 ORDER BY t.member_id`,
    [shopId],
  );
  return rows.map(({ memberId, rewarded, move, ...state }) => ({
    memberId,
    state: toState(state),
    rewarded,
    move,
  }));
}
