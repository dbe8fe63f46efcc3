import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EVERYBODY } from "#app/domain/membership/segment.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import { isNearTier } from "#app/domain/tiers/near-tier.ts";
import type { TierWindow } from "#app/domain/tiers/tiers.ts";
import { createAudiencesStore } from "#app/persistence/segments-store.ts";
import { createTierReads } from "#app/persistence/tier-reads.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";
import { tier, tiers } from "#test/support/tiers-house.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

const TODAY = "2026-04-01";
const around = { today: TODAY, currency: "USD", timeZone: "America/New_York" };
const IDS = ["bronze", "silver", "gold", "club"];

const purchase = fc.record({
  day: fc.constantFrom("2026-04-01", "2026-03-01", "2025-12-31", "2025-04-02", "2025-04-01", "2024-02-29"),
  leftMinor: fc.constantFrom(0, 1, 333, 500, 999, 1000),
  points: fc.constantFrom(0, 3, 10),
});
const scene = fc.record({
  ladder: fc
    .record({
      measure: fc.constantFrom("spent" as const, "points" as const, "orders" as const),
      join: fc.constantFrom("any" as const, "all" as const),
      window: fc.constantFrom<TierWindow>(
        { kind: "lifetime", months: null, keepNext: false },
        { kind: "rolling", months: 12, keepNext: false },
        { kind: "calendar-year", months: null, keepNext: true },
      ),
    })
    .map((rules) => {
      const step = rules.measure === "orders" ? 2 : 10;
      const also =
        rules.measure === "orders"
          ? [{ measure: "spent" as const, from: "15" }]
          : [{ measure: "orders" as const, from: "3" }];
      const rungs = [
        tier("bronze", "0"),
        tier("silver", String(step)),
        tier("gold", String(2 * step), { also }),
      ];
      return tiers({ ...rules, ladder: [...rungs, tier("club", null)] });
    }),
  members: fc.array(
    fc.record({
      tierId: fc.option(fc.constantFrom(...IDS)),
      purchases: fc.array(purchase, { maxLength: 4 }),
    }),
    { minLength: 8, maxLength: 16 },
  ),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const idOf = (position: number) => `00000000-0000-7000-8000-${String(position + 1).padStart(12, "0")}`;

it("the database finds near a tier exactly those who would reach it with one more order of the average size", async () => {
  const audiences = createAudiencesStore(test.database.prisma);
  const reads = createTierReads(test.database.prisma);
  let near = 0;
  await fc.assert(
    fc.asyncProperty(scene, async ({ ladder, members }) => {
      const shopId = await installTestShop(test, { timeZone: around.timeZone });
      await fill(shopId, members);
      const compiled = compileLadder(ladder, "USD");
      const candidates = await reads.listCandidates(
        shopId,
        members.map((_, position) => idOf(position)),
        { timeZone: around.timeZone, countPending: true },
      );
      const lately = members.flatMap(({ purchases }) => purchases.filter(({ day }) => day > "2025-04-01"));
      const mean = (of: (one: Scene["members"][number]["purchases"][number]) => number) =>
        lately.length === 0 ? 0 : Math.floor(lately.reduce((sum, one) => sum + of(one), 0) / lately.length);
      const average = {
        spentMinor: BigInt(mean(({ leftMinor }) => leftMinor)),
        points: mean(({ points }) => points),
      };
      for (const nearTierId of [...IDS, "gone"]) {
        const audience = { filter: { ...EVERYBODY, nearTierId }, ...around, tiers: ladder };
        const found = await audiences.listMembers(shopId, audience, { after: null, limit: 100 });
        const expected = candidates
          .filter(({ state, facts }) =>
            isNearTier(compiled, nearTierId, { tierId: state?.tierId ?? null, facts }, average, TODAY),
          )
          .map(({ memberId }) => memberId);
        expect(found.map(({ memberId }) => memberId)).toEqual(expected);
        near += expected.length;
      }
    }),
    { numRuns: 60, seed: Number(process.env["FAST_CHECK_SEED"] ?? 7) },
  );
  expect(near).toBeGreaterThan(50);
});

it("nobody is near a tier while the program has none", async () => {
  const shopId = await installTestShop(test);
  await fill(shopId, [{ tierId: null, purchases: [] }]);
  const audience = { filter: { ...EVERYBODY, nearTierId: "silver" }, ...around, tiers: null };
  expect(await createAudiencesStore(test.database.prisma).count(shopId, audience)).toBe(0);
});

async function fill(shopId: string, members: Scene["members"]): Promise<void> {
  const { pool } = test.database;
  const rows = members.map(({ tierId }, position) => ({ id: idOf(position), tierId }));
  await pool.query(
    `INSERT INTO members (shop_id, member_id, joined_on, updated_at)
     SELECT $1, (r ->> 'id')::uuid, '2024-01-01', '2026-01-01' FROM jsonb_array_elements($2::jsonb) r`,
    [shopId, JSON.stringify(rows)],
  );
  await pool.query(
    `INSERT INTO member_tiers (shop_id, member_id, tier_id, since)
     SELECT $1, (r ->> 'id')::uuid, r ->> 'tierId', '2025-01-01' FROM jsonb_array_elements($2::jsonb) r WHERE r ->> 'tierId' IS NOT NULL`,
    [shopId, JSON.stringify(rows)],
  );
  const orders = members.flatMap(({ purchases }, position) =>
    purchases.map((one, n) => ({ ...one, memberId: idOf(position), orderId: `${position}.${n}` })),
  );
  await pool.query(
    `INSERT INTO orders (shop_id, order_id, name, member_id, processed_at, business_date, test, financial_status, goods_minor, goods_left_minor,
       tax_minor, shipping_minor, total_minor, is_purchase, origin, shopify_updated_at, kept_points)
     SELECT $1, r ->> 'orderId', '#', (r ->> 'memberId')::uuid, (r ->> 'day')::timestamptz, (r ->> 'day')::date, false, 'paid', 0,
       (r ->> 'leftMinor')::bigint, 0, 0, 0, true, 'shopify', '2026-01-01', (r ->> 'points')::bigint
     FROM jsonb_array_elements($2::jsonb) r`,
    [shopId, JSON.stringify(orders)],
  );
}
