/** The page of tiers: how members are spread, and how they have moved, from rows as the reviews leave them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMemberList } from "#app/persistence/member-list.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createTierFiguresStore } from "#app/persistence/tier-figures-store.ts";
import { describeLadder } from "#app/usecases/tiers/describe-ladder.ts";
import { program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";
import { tier, tiers } from "#test/support/tiers-house.ts";

const NOW = new Date("2026-04-15T12:00:00Z");
const LADDER = tiers({ ladder: [tier("bronze", "0"), tier("silver", "100"), tier("gold", "500")] });

let test: TestLedger;
let shopId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(async () => {
  test.clock.set("2026-02-10T12:00:00Z");
  shopId = await installTestShop(test, { program: { ...program(), tiers: LADDER } });
});

const described = (shop = shopId) =>
  describeLadder(
    {
      programs: createProgramStore(test.database.prisma),
      tierFigures: createTierFiguresStore(test.database.prisma),
    },
    { shopId: shop, timeZone: "America/New_York" },
    NOW,
  );
const countsOf = (found: Awaited<ReturnType<typeof described>>) =>
  found?.tiers.map(({ tier: { id }, members }) => [id, members]);

let made = 0;
async function member(tierId: string | null, participation = "member", shop = shopId): Promise<string> {
  const number = ++made;
  const id = `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
  await test.database.pool.query(
    `INSERT INTO members (shop_id, member_id, customer_id, email, search_text, participation, joined_on, updated_at, merged_into)
     VALUES ($1, $2, $3, 'a@example.com', '', $4, '2026-01-01', '2026-01-01', $5)`,
    [shop, id, `gid://shopify/Customer/${number}`, participation, participation === "merged" ? id : null],
  );
  await test.database.pool.query(
    "INSERT INTO member_tiers (shop_id, member_id, tier_id, since) VALUES ($1, $2, $3, '2026-03-01')",
    [shop, id, tierId],
  );
  return id;
}

async function move(
  memberId: string,
  at: string,
  from: string | null,
  to: string | null,
  because = "reached",
) {
  await test.database.pool.query(
    `INSERT INTO tier_moves (shop_id, member_id, n, at, from_tier, to_tier, because, program_version, silent, benefits_due, mail_due)
     SELECT $1, $2, 1 + count(*), $3, $4, $5, $6, 1, false, false, false FROM tier_moves WHERE shop_id = $1 AND member_id = $2`,
    [shopId, memberId, at, from, to, because],
  );
}

describe("the spread of members", () => {
  it("counts who takes part, tier by tier, and nobody who left, is kept out or was merged; no other shop's", async () => {
    for (const one of ["bronze", "bronze", "silver", null]) await member(one);
    for (const aside of ["left", "excluded", "outside", "merged"]) await member("gold", aside);
    await member("silver", "left");
    const other = await installTestShop(test, { program: { ...program(), tiers: LADDER } });
    await member("gold", "member", other);

    const found = await described();
    expect(countsOf(found)).toEqual([
      ["bronze", 2],
      ["silver", 1],
      ["gold", 0],
    ]);
    expect(found?.withoutTier).toBe(1);
    expect(countsOf(await described(other))).toEqual([
      ["bronze", 0],
      ["silver", 0],
      ["gold", 1],
    ]);
  });

  it("is none where the program in force has no tiers", async () => {
    expect(await described(await installTestShop(test, { program: program() }))).toBeNull();
  });
});

describe("the moves month by month", () => {
  it("are counted in the shop's months from the first ladder on, up and down by the ladder of their time", async () => {
    const [ada, ben] = [await member("gold"), await member("bronze")];
    await move(ada, "2026-02-11T12:00:00Z", null, "bronze", "joined");
    await move(ada, "2026-03-01T04:30:00Z", "bronze", "silver"); // 28 February in New York
    await move(ada, "2026-03-01T05:30:00Z", "silver", "gold", "by-hand");
    await move(ben, "2026-03-20T12:00:00Z", "gold", "bronze", "missed");
    await move(ben, "2026-03-21T12:00:00Z", "bronze", null, "hold-ended");
    await move(ben, "2026-04-02T12:00:00Z", "bronze", "gold", "program-changed");
    await move(ben, "2026-04-03T12:00:00Z", "bronze", "gold", "merged");
    const { months = [] } = (await described()) ?? {};
    expect(months[0]?.month).toBe("2025-12"); // the test shop's program is older than its members' moves
    expect(months.slice(-3)).toEqual([
      { month: "2026-02", up: 1, down: 0 },
      { month: "2026-03", up: 1, down: 2 },
      { month: "2026-04", up: 0, down: 0 },
    ]);
  });
});

describe("the list of members", () => {
  it("shows those of one tier alone", async () => {
    const [ada] = [await member("gold"), await member("silver")];
    const page = await createMemberList(test.database.prisma).listMembers(shopId, {
      ...{
        search: "",
        filter: "members",
        tierId: "gold",
        sort: "joined",
        order: "desc",
        cursor: null,
        limit: 10,
      },
    });
    expect(page.items.map(({ memberId }) => memberId)).toEqual([ada]);
  });
});
