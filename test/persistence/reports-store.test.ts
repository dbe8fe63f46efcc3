import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overview } from "#app/domain/retention/overview.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createReportsStore } from "#app/persistence/reports-store.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const SHOP = "quiet.myshopify.com";
const OTHER = "loud.myshopify.com";
const ZONE = "America/New_York";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  for (const shop of [SHOP, OTHER]) {
    await database.pool.query(
      `INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'A shop', 'USD', $2, '2026-01-01')`,
      [shop, ZONE],
    );
  }
  // ada: two purchases on one day, back 20 days later. ben: one purchase, refunded in full in May.
  // eve: back after 40 days. guest: no customer at all.
  await member("ada", 1);
  await member("ben", 2);
  await member("eve", 3);
  await order("ada-1", 1, "2026-01-10", 5000);
  await order("ada-2", 1, "2026-01-10", 1000);
  await order("ada-3", 1, "2026-01-30", 2000);
  await order("ben-1", 2, "2026-01-15", 4000);
  await order("eve-1", 3, "2026-02-01", 3000);
  await order("eve-2", 3, "2026-03-13", 3000);
  await order("guest-1", null, "2026-02-02", 700);
  await order("eve-test", 3, "2026-02-02", 9900, { test: true });
  await order("eve-unpaid", 3, "2026-02-03", 9900, { paidAt: null });
  await change("ben-1", "refund", "2026-05-04", -4000, 4000);
  await change("eve-2", "refund", "2026-04-01", -1000, 1000);
  await order("other-1", null, "2026-01-10", 100_000, { shop: OTHER });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

describe("the overview", () => {
  it("counts purchases of the shop alone, net of refunds known by then, and shows orders without customer apart", async () => {
    const report = await overviewAsOf("2026-06-30");
    expect(report.customers).toBe(2); // a fully refunded order is no purchase
    expect(report.purchases).toBe(6);
    expect(report.revenueMinor).toBe(13_700n);
    expect(report.withoutCustomer).toEqual({ purchases: 1, revenueMinor: 700n });
    expect(report.averageOrderValueMinor).toBeCloseTo(13_700 / 6, 10);
  });

  it("takes an order in the state of the end of the day: a refund in May lowers the January purchase, seen from May on", async () => {
    const before = await overviewAsOf("2026-05-03");
    const after = await overviewAsOf("2026-05-04");
    expect([before.customers, before.revenueMinor]).toEqual([3, 17_700n]);
    expect([after.customers, after.revenueMinor]).toEqual([2, 13_700n]);
  });

  it("counts two orders on one day as a repeat purchase but not as a return", async () => {
    const report = await overviewAsOf("2026-01-29");
    expect(report.repeatPurchaseRate).toMatchObject({ numerator: 1, denominator: 2 });
    expect(report.repeatPurchaseRateByDays).toMatchObject({ numerator: 0, denominator: 2 });
  });

  it("asks for a second order only of customers seen long enough, and says null where nobody has been", async () => {
    const report = await overviewAsOf("2026-03-13");
    const byDays = Object.fromEntries(report.secondOrder.map(({ days, ...rest }) => [days, rest]));
    expect(byDays[30]).toMatchObject({ numerator: 1, denominator: 3 });
    expect(byDays[60]).toMatchObject({ numerator: 1, denominator: 1 }); // only ada has been seen for 60 days
    expect(byDays[365]).toEqual({ numerator: 0, denominator: 0, value: null, low: null, high: null });
    expect(report.timeToSecondOrder).toMatchObject({ median: 30, mean: 30, q1: 25, q3: 35 });
  });

  it("bounds totals by the day of purchase and customer figures by the day of the first", async () => {
    const report = await overviewAsOf("2026-06-30", "2026-02-01", "2026-02-28");
    expect([report.purchases, report.revenueMinor, report.customers]).toEqual([2, 3700n, 1]);
    expect(report.repeatPurchaseRate).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it("counts an order of gift cards alone until all of it has gone back", async () => {
    await order("gift-card", 1, "2027-01-10", 0);
    await change("gift-card", "refund", "2027-01-20", 0, 5000);
    await database.pool.query(
      "UPDATE orders SET fully_refunded_at = '2027-01-20T17:00:00Z' WHERE shop_id = $1 AND order_id = 'gift-card'",
      [SHOP],
    );
    const purchases = async (asOf: string) => (await overviewAsOf(asOf, "2027-01-01")).purchases;
    expect([await purchases("2027-01-19"), await purchases("2027-01-20")]).toEqual([1, 0]);
  });

  it("has no average and no rate before the first purchase", async () => {
    const report = await overviewAsOf("2025-12-31");
    expect(report.averageOrderValueMinor).toBeNull();
    expect(report.repeatPurchaseRate.value).toBeNull();
    expect(report.revenueMinor).toBe(0n);
  });
});

async function overviewAsOf(asOf: string, from: string | null = null, to: string | null = null) {
  return overview(await createReportsStore(database.prisma).countOverview(SHOP, ZONE, { asOf, from, to }));
}

function memberId(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

async function member(name: string, number: number): Promise<void> {
  await database.pool.query(
    `INSERT INTO members (shop_id, member_id, customer_id, name, joined_on, updated_at) VALUES ($1, $2, $3, $4, '2026-01-01', '2026-01-01')`,
    [SHOP, memberId(number), `gid://shopify/Customer/${number}`, name],
  );
}

async function order(
  id: string,
  owner: number | null,
  day: string,
  goodsMinor: number,
  { shop = SHOP, test = false, paidAt = `${day}T17:00:00Z` as string | null } = {},
): Promise<void> {
  await database.pool.query(
    `INSERT INTO orders (shop_id, order_id, name, member_id, processed_at, business_date, paid_at, test, financial_status,
       goods_minor, goods_left_minor, tax_minor, shipping_minor, total_minor, is_purchase, origin, shopify_updated_at)
     VALUES ($1, $2, $2, $3, $4, $5, $6, $7, 'paid', $8, $8, 0, 0, $8, true, 'shopify', $4)`,
    [shop, id, owner === null ? null : memberId(owner), `${day}T17:00:00Z`, day, paidAt, test, goodsMinor],
  );
}

async function change(
  id: string,
  kind: string,
  day: string,
  goodsMinor: number,
  moneyMinor: number,
): Promise<void> {
  await database.pool.query(
    `INSERT INTO order_changes (shop_id, order_id, change_id, kind, at, business_date, goods_minor, money_minor)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [SHOP, id, `${kind}-${id}`, kind, `${day}T17:00:00Z`, day, goodsMinor, moneyMinor],
  );
}
