import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { matchesSegment, type PlacedMember, type SegmentFilter } from "#app/domain/membership/segment.ts";
import { createAudiencesStore } from "#app/persistence/segments-store.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

const TODAY = "2026-04-01";
const AROUND = { today: TODAY, currency: "USD", timeZone: "America/New_York", tiers: null };
/** Tags that are the same but for the case of their letters, in several scripts, and some that only look so. */
const TAGS = [
  "VIP",
  "vip",
  "Vip ",
  "Straße",
  "STRASSE",
  "σίσυφος",
  "ΣΊΣΥΦΟΣ",
  "ДРУГ",
  "друг",
  "café",
  "cafe\u0301",
  "I",
  "ı",
  "İ",
  "i",
];

const tags = fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 });
const member: fc.Arbitrary<PlacedMember> = fc.record({
  tags,
  ordersCount: fc.integer({ min: 0, max: 5 }),
  spentMinor: fc.bigInt({ min: 0n, max: 5000n }),
  lastOrderOn: fc.option(
    fc.constantFrom("2026-04-01", "2026-03-31", "2026-03-01", "2025-04-01", "2024-02-29"),
  ),
  balance: fc.integer({ min: -50, max: 300 }),
  tierId: fc.option(fc.constantFrom("silver", "gold")),
});
const amount = fc.option(fc.constantFrom("0", "10", "10.5", "49.99", "50.00"));
const filter: fc.Arbitrary<SegmentFilter> = fc.record({
  tags,
  withoutTags: tags,
  ordersAtLeast: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 2 }),
  ordersAtMost: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 2 }),
  spentAtLeast: amount,
  spentAtMost: amount,
  lastOrderDaysAtLeast: fc.option(fc.constantFrom(0, 1, 30, 31, 365), { freq: 2 }),
  lastOrderDaysAtMost: fc.option(fc.constantFrom(0, 1, 30, 31, 365), { freq: 2 }),
  balanceAtLeast: fc.option(fc.integer({ min: -10, max: 200 }), { freq: 2 }),
  balanceAtMost: fc.option(fc.integer({ min: -10, max: 200 }), { freq: 2 }),
  tierIds: fc.uniqueArray(fc.constantFrom("silver", "gold", "gone"), { maxLength: 2 }),
  // Nearness is no condition on one member alone: near-tier.test.ts.
  nearTierId: fc.constant(null),
});

it("a filter reaches in the database exactly the members that it fits in the domain", async () => {
  const audiences = createAudiencesStore(test.database.prisma);
  await fc.assert(
    fc.asyncProperty(
      fc.array(member, { minLength: 20, maxLength: 60 }),
      fc.array(filter, { minLength: 12, maxLength: 12 }),
      async (members, filters) => {
        const shopId = await installTestShop(test);
        await test.database.pool.query(
          `INSERT INTO members (shop_id, member_id, tags, orders_count, spent_minor, last_order_on, balance, joined_on, updated_at)
           SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
             ARRAY (SELECT jsonb_array_elements_text(r -> 'tags')), (r ->> 'ordersCount')::int, (r ->> 'spentMinor')::bigint,
             (r ->> 'lastOrderOn')::date, (r ->> 'balance')::bigint, '2026-01-01', '2026-01-01'
           FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS t (r, n)`,
          [shopId, JSON.stringify(members.map((one) => ({ ...one, spentMinor: String(one.spentMinor) })))],
        );
        await test.database.pool.query(
          `INSERT INTO member_tiers (shop_id, member_id, tier_id, since)
           SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, r ->> 'tierId', '2026-01-01'
           FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS t (r, n) WHERE n % 2 = 0 OR r ->> 'tierId' IS NOT NULL`,
          [shopId, JSON.stringify(members.map(({ tierId }) => ({ tierId })))],
        );
        for (const each of filters) {
          const audience = { filter: each, ...AROUND };
          const found = await audiences.listMembers(shopId, audience, { after: null, limit: 1000 });
          const expected = members.flatMap((one, position) =>
            matchesSegment(one, each, TODAY, "USD") ? [position + 1] : [],
          );
          expect(found.map(({ memberId }) => Number(memberId.slice(-12)))).toEqual(expected);
          expect(await audiences.count(shopId, audience)).toBe(expected.length);
        }
      },
    ),
    { numRuns: 40, seed: Number(process.env["FAST_CHECK_SEED"] ?? 7) },
  );
});

it("nobody who left, stays outside or was merged is in an audience", async () => {
  const shopId = await installTestShop(test);
  await test.database.pool.query(
    `INSERT INTO members (shop_id, member_id, participation, joined_on, updated_at)
     SELECT $1, gen_random_uuid(), p, '2026-01-01', '2026-01-01'
     FROM unnest(ARRAY['member', 'left', 'outside', 'excluded', 'merged', 'erased']) AS p`,
    [shopId],
  );
  const audience = { filter: null, ...AROUND };
  expect(await createAudiencesStore(test.database.prisma).count(shopId, audience)).toBe(1);
});
