import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Participation,
  participationOf,
  type ParticipationRule,
} from "#app/domain/membership/participation.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createParticipationStore } from "#app/persistence/participation-store.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let testDatabase: TestDatabase;
let database: Database;
let shops = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const STATES: Participation[] = ["member", "outside", "left", "excluded", "merged", "erased"];
/** Every kind of customer there is. */
const CUSTOMERS = STATES.flatMap((current) =>
  [true, false].flatMap((hasAccount) =>
    [true, false].flatMap((hasOrder) =>
      [[], ["staff"], ["vip", "STAFF"], ["Straße"]].map((tags) => ({ current, hasAccount, hasOrder, tags })),
    ),
  ),
);
const RULES: ParticipationRule[] = (["ordered", "account", "joined"] as const).flatMap((mode) =>
  [null, "Staff", "STRASSE", "nobody has it"].map((excludedTag) => ({ mode, excludedTag })),
);

async function installShop(): Promise<string> {
  const shopId = `rule-${++shops}.myshopify.com`;
  await database.pool.query(
    "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'x', 'USD', 'UTC', '2026-01-01')",
    [shopId],
  );
  for (const [number, { current, hasAccount, hasOrder, tags }] of CUSTOMERS.entries()) {
    await database.pool.query(
      `INSERT INTO members (shop_id, member_id, customer_id, tags, has_account, participation, orders_count, joined_on, updated_at)
       VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, '2026-01-01', '2026-01-01')`,
      [shopId, `gid://shopify/Customer/${number}`, tags, hasAccount, current, hasOrder ? 1 : 0],
    );
  }
  return shopId;
}

async function readMembers(shopId: string): Promise<{ participation: Participation; joinedOn: string }[]> {
  const { rows } = await database.pool.query(
    `SELECT participation, joined_on::text AS "joinedOn" FROM members WHERE shop_id = $1
     ORDER BY split_part(customer_id, '/', 5)::int`,
    [shopId],
  );
  return rows as { participation: Participation; joinedOn: string }[];
}

describe("a new rule of who takes part", () => {
  it.each(RULES)("$mode without $excludedTag decides about everybody as the domain does", async (rule) => {
    const store = createParticipationStore(database);
    const [shopId, bystander] = [await installShop(), await installShop()];
    const expected = CUSTOMERS.map((customer) => participationOf(customer, rule));
    const moved = (to: Participation) =>
      CUSTOMERS.filter(({ current }, index) => current !== to && expected[index] === to).length;

    expect(await store.previewRule(shopId, rule)).toEqual({
      joining: moved("member"),
      excluded: moved("excluded"),
      outside: moved("outside"),
    });
    const untouched = await readMembers(shopId);
    expect(untouched.map(({ participation }) => participation)).toEqual(
      CUSTOMERS.map(({ current }) => current),
    );

    await store.changeRule(shopId, rule, "2026-04-01");
    const members = await readMembers(shopId);
    expect(members.map(({ participation }) => participation)).toEqual(expected);
    // Who joins by it does so today; nobody else's day changes.
    expect(members.map(({ joinedOn }) => joinedOn)).toEqual(
      CUSTOMERS.map(({ current }, index) =>
        expected[index] === "member" && current !== "member" ? "2026-04-01" : "2026-01-01",
      ),
    );
    expect(await readMembers(bystander)).toEqual(untouched);
  });

  it("is kept by the shop", async () => {
    const shopId = await installShop();
    await createParticipationStore(database).changeRule(
      shopId,
      { mode: "account", excludedTag: "staff" },
      "2026-04-01",
    );
    const { rows } = await database.pool.query(
      "SELECT participation, excluded_tag FROM shops WHERE shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ participation: "account", excluded_tag: "staff" }]);
  });
});
