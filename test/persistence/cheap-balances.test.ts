import { afterAll, beforeAll, describe, expect, it } from "vitest";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let client: pg.Client;
const SHOP = "balances.myshopify.com";
const MEMBER = "01900000-0000-7000-8000-000000000001";

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  await client.query(
    "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'Balances', 'EUR', 'UTC', '2026-01-01')",
    [SHOP],
  );
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

describe("a change of a balance", () => {
  it("touches no index of members: none names, in its columns or its predicate, what an entry changes", async () => {
    const indexesThatName = async (columns: string[]) => {
      const { rows } = await client.query<{ index: string }>(
        `SELECT DISTINCT i.relname AS index
         FROM pg_depend d JOIN pg_class i ON i.oid = d.objid AND i.relkind = 'i'
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = 'members'::regclass
           AND a.attname = ANY ($1) ORDER BY 1`,
        [columns],
      );
      return rows.map(({ index }) => index);
    };
    const books = ["balance", "pending", "deficit", "earned_total", "last_seq"];
    expect(await indexesThatName([...books, "published_seq", "mailed_seq"])).toEqual([]);
    // Columns and predicates are both looked at.
    expect(await indexesThatName(["spent_minor"])).toEqual(["members_by_spent"]);
    expect(await indexesThatName(["participation"])).toContain("members_guest_email");
  });
});

describe("members to publish and to mail", () => {
  const change = (set: string) => client.query(`UPDATE members SET ${set} WHERE shop_id = $1`, [SHOP]);
  const due = async () => {
    const has = async (table: string) =>
      (await client.query(`SELECT FROM ${table} WHERE shop_id = $1 AND member_id = $2`, [SHOP, MEMBER]))
        .rowCount === 1;
    return { publish: await has("members_to_publish"), mail: await has("members_to_mail") };
  };

  it("are known from the moment of the change until it is done, whatever else changes meanwhile", async () => {
    await client.query(
      "INSERT INTO members (shop_id, member_id, customer_id, joined_on, updated_at) VALUES ($1, $2, NULL, '2026-01-01', '2026-01-01')",
      [SHOP, MEMBER],
    );
    expect(await due(), "known by e-mail alone, no entry yet").toEqual({ publish: false, mail: false });
    await change("customer_id = 'gid://shopify/Customer/1'");
    expect(await due(), "a customer without metafield").toEqual({ publish: true, mail: false });
    await change("last_seq = 2, balance = 10");
    expect(await due()).toEqual({ publish: true, mail: true });
    await change("published_seq = 1, mailed_seq = 2");
    expect(await due(), "an older state was published").toEqual({ publish: true, mail: false });
    await change("published_seq = 2");
    expect(await due()).toEqual({ publish: false, mail: false });
    await change("participation = 'left'");
    expect(await due(), "the metafield is to be withdrawn").toEqual({ publish: true, mail: false });
    await change("published_seq = -1");
    expect(await due()).toEqual({ publish: false, mail: false });
    await change("participation = 'member', last_seq = 3");
    expect(await due()).toEqual({ publish: true, mail: true });
    await client.query("DELETE FROM members WHERE shop_id = $1", [SHOP]);
    expect(await due()).toEqual({ publish: false, mail: false });
  });
});
