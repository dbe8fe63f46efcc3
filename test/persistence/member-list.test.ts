import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchTextOf } from "#app/domain/membership/email-key.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createMemberList } from "#app/persistence/member-list.ts";
import type { MemberCursor, MemberListQuery } from "#app/usecases/reports/admin-ports.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const SHOP = "quiet.myshopify.com";
const OTHER_SHOP = "loud.myshopify.com";

let testDatabase: TestDatabase;
let database: Database;
let list: ReturnType<typeof createMemberList>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  list = createMemberList(database.prisma);
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await database.pool.query(
      "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'x', 'USD', 'UTC', '2026-01-01')",
      [shopId],
    );
  }
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

type Row = {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly participation?: string;
  readonly joinedOn?: string;
  readonly balance?: number;
  readonly spentMinor?: number;
  readonly lastOrderOn?: string | null;
};

let inserted = 0;

async function insertMember(shopId: string, row: Row): Promise<void> {
  const number = ++inserted;
  const name = row.name === undefined ? `Member ${number}` : row.name;
  const email = row.email === undefined ? `member.${number}@example.com` : row.email;
  await database.pool.query(
    `INSERT INTO members (shop_id, member_id, customer_id, email, name, search_text, participation, joined_on, balance, spent_minor, last_order_on, updated_at)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $9, $10, '2026-01-01')`,
    [
      shopId,
      `gid://shopify/Customer/${number}`,
      email,
      name,
      searchTextOf(name, email),
      row.participation ?? "member",
      row.joinedOn ?? "2026-01-01",
      row.balance ?? 0,
      row.spentMinor ?? 0,
      row.lastOrderOn ?? null,
    ],
  );
}

const ask = (shopId: string, query: Partial<MemberListQuery>) =>
  list.listMembers(shopId, {
    ...{
      search: "",
      filter: "members",
      tierId: null,
      sort: "joined",
      order: "desc",
      cursor: null,
      limit: 50,
    },
    ...query,
  });
const find = async (search: string) => (await ask(SHOP, { search })).items.map(({ name }) => name);

describe("paging", () => {
  const PAGING = "paging.myshopify.com";
  beforeAll(async () => {
    await database.pool.query(
      "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'x', 'USD', 'UTC', '2026-01-01')",
      [PAGING],
    );
    // Many ties: three balances, two days, half without an order.
    for (let number = 0; number < 23; number++) {
      await insertMember(PAGING, {
        balance: (number % 3) * 10,
        joinedOn: `2026-01-0${1 + (number % 2)}`,
        spentMinor: (number % 4) * 1000,
        lastOrderOn: number % 2 === 0 ? null : "2026-02-01",
      });
    }
  });

  const SORTS = (["joined", "balance", "spent", "last-order"] as const).flatMap((sort) =>
    (["asc", "desc"] as const).map((order) => ({ sort, order })),
  );

  it.each(SORTS)(
    "by $sort $order shows everybody once, forth and back, however many are equal",
    async (by) => {
      const whole = (await ask(PAGING, { ...by, limit: 100 })).items.map(({ memberId }) => memberId);
      expect(new Set(whole).size).toBe(23);

      const forth: string[][] = [];
      let cursor: MemberCursor | null = null;
      let before: MemberCursor | null = null;
      do {
        const page = await ask(PAGING, {
          ...by,
          limit: 5,
          cursor: cursor && { ...cursor, direction: "after" },
        });
        forth.push(page.items.map(({ memberId }) => memberId));
        ({ before, after: cursor } = page);
      } while (cursor !== null);
      expect(forth.map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
      expect(forth.flat()).toEqual(whole);

      const back: string[][] = [];
      while (before !== null) {
        const page = await ask(PAGING, {
          ...by,
          limit: 5,
          cursor: { ...before, direction: "before" },
        });
        back.unshift(page.items.map(({ memberId }) => memberId));
        before = page.before;
      }
      expect(back).toEqual(forth.slice(0, -1));
    },
  );

  it("puts those who never ordered below every day", async () => {
    const { items } = await ask(PAGING, { sort: "last-order", order: "asc", limit: 100 });
    expect(items.findIndex(({ lastOrderOn }) => lastOrderOn !== null)).toBe(12);
  });
});

describe("filters", () => {
  const FILTERED = "filtered.myshopify.com";
  beforeAll(async () => {
    await database.pool.query(
      "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'x', 'USD', 'UTC', '2026-01-01')",
      [FILTERED],
    );
    for (const [name, row] of Object.entries({
      rich: { balance: 5 },
      poor: { balance: 0 },
      debtor: { balance: -3 },
      gone: { participation: "left", balance: 7 },
      staff: { participation: "excluded" },
      visitor: { participation: "outside" },
      merged: { participation: "merged" },
      erased: { participation: "erased" },
    }))
      await insertMember(FILTERED, { name, ...row });
  });

  it.each([
    ["members", ["debtor", "poor", "rich"]],
    ["with-points", ["rich"]],
    ["owing", ["debtor"]],
    ["left", ["gone"]],
    ["excluded", ["staff"]],
    ["outside", ["visitor"]],
  ] as const)("%s", async (filter, names) => {
    const { items } = await ask(FILTERED, { filter });
    expect(items.map(({ name }) => name).sort()).toEqual(names);
  });
});

describe("search", () => {
  beforeAll(async () => {
    for (const name of [
      "Ada Lovelace",
      "José García",
      "Фёдор Ёлкин",
      "محمد الأحمد",
      "田中太郎",
      "Νίκος Παπαδόπουλος",
      "100% Wool_Shop",
    ])
      await insertMember(SHOP, { name });
    await insertMember(SHOP, { name: null, email: "Nameless@Example.com" });
    await insertMember(OTHER_SHOP, { name: "Ada Elsewhere" });
  });

  it.each([
    ["ada", "Ada Lovelace"],
    ["LOVE ada", "Ada Lovelace"],
    ["jose garcia", "José García"],
    ["ＪＯＳＥ", "José García"],
    ["федор елкин", "Фёдор Ёлкин"],
    ["ФЁДОР", "Фёдор Ёлкин"],
    ["مُحَمَّد", "محمد الأحمد"],
    ["太郎", "田中太郎"],
    ["νικος", "Νίκος Παπαδόπουλος"],
  ])("%s finds %s, in any script, case and accent, by part of any word", async (search, name) => {
    expect(await find(search)).toEqual([name]);
  });

  it("finds by e-mail whoever has no name", async () => {
    expect((await ask(SHOP, { search: "nameless@example" })).items).toMatchObject([
      { name: null, email: "Nameless@Example.com" },
    ]);
  });

  it("takes %, _ and backslash as they are", async () => {
    expect(await find("100% wool_")).toEqual(["100% Wool_Shop"]);
    expect(await find("%")).toEqual(["100% Wool_Shop"]);
    expect(await find("a\\a")).toEqual([]);
  });

  it("stays within the shop", async () => {
    expect(await find("elsewhere")).toEqual([]);
    expect((await ask(OTHER_SHOP, { search: "ada" })).items).toHaveLength(1);
  });
});
