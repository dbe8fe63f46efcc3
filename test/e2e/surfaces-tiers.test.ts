/**
 * Tiers as a stranger meets them: the ladder is published through the API, orders come in through the store, and the clock runs on.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDemoShop, type Entry, type Member, type StackShop } from "#test/support/stack-shop.ts";
import { newKey, openSurface, problemOf, type Surface } from "./surface.ts";

type Tiered = Member & { tier: { id: string; name: string; since: string; until: string | null } | null };
type Move = { from: string | null; to: string | null; because: string; figures: object; silent: boolean };

let surface: Surface;
/** The demo shop: what tiers give, and what tells of it, begins with the launch, and only this shop is launched by itself. */
let shop: StackShop;
let customerId: string;

const base = { id: "base", kind: "purchase", points: 1, per: "1.00" };
const LADDER = [
  { id: "bronze", name: "Bronze", from: "0" },
  { id: "silver", name: "Silver", from: "1000", multiplier: "1.5", entryPoints: 100 },
  { id: "gold", name: "Gold", from: "5000", multiplier: "2", entryPoints: 500 },
];
const program = (tiers: object | null) => ({
  earning: { rules: [base] },
  rewards: [
    { id: "golden", kind: "amount-off", name: "Gold's own", points: 10, value: "1.00", tierIds: ["gold"] },
  ].filter(() => tiers !== null),
  tiers,
});
const ladder = (change: object = {}) => ({
  ...{ measure: "spent", window: { kind: "rolling", months: 12 }, countPending: true, ladder: LADDER },
  ...change,
});
const put = (tiers: object | null, query = "") => shop.api("PUT", `/program${query}`, program(tiers));

beforeAll(async () => {
  surface = await openSurface();
  shop = await connectDemoShop(surface.stack);
  expect((await put(ladder())).status).toBe(200);
  customerId = await shop.customer({ email: "ada@example.com" });
  await buy("1200.00");
});
afterAll(() => surface.stop());

async function buy(price: string) {
  await shop.order({ customerId, lines: [{ price }] });
  await shop.settle();
}
const ada = async () => (await shop.member(customerId)) as Tiered;
const advance = async (advanceDays: number) => {
  expect((await surface.stack.control("POST", "/clock", { advanceDays })).status).toBe(200);
  await shop.settle();
};
const moves = async () =>
  (await shop.api<{ items: Move[] }>("GET", `/members/${(await ada()).id}/tier-moves`)).body.items;
const story = (entries: readonly Entry[]) => entries.map(({ reason, points }) => [reason, points]);

describe("a member of a tier", () => {
  it("rises when the order counts, and gets the entry points of the tier once", async () => {
    const member = await ada();
    expect(member.tier).toEqual({
      ...{ id: "silver", name: "Silver" },
      since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(story(await shop.entriesOf(member.id))).toEqual([
      ["order-earned", 1200],
      ["tier-entered", 100],
    ]);
    const listed = await shop.api<{ items: Tiered[] }>("GET", "/members?email=ada@example.com");
    expect(listed.body.items[0]?.tier).toEqual(member.tier);
  });

  it("is told what keeps the tier, until when, and what reaches the next", async () => {
    const { id, tier } = await ada();
    expect(await shop.api("GET", `/members/${id}/tier`)).toEqual({
      status: 200,
      body: {
        tier,
        progress: {
          keptThrough: tier!.until,
          join: "any",
          toKeep: [{ measure: "spent", from: "1000.00", has: "0.00", missing: "1000.00" }],
          next: {
            tier: { id: "gold", name: "Gold" },
            missing: [{ measure: "spent", from: "5000.00", has: "1200.00", missing: "3800.00" }],
          },
        },
        hold: null,
      },
    });
  });

  it("has each move in the history with its reason and figures", async () => {
    expect((await moves())[0]).toEqual({
      at: expect.stringMatching(/Z$/),
      ...{
        from: expect.toBeOneOf(["bronze", null]),
        to: "silver",
        because: expect.toBeOneOf(["reached", "joined"]),
      },
      figures: { spent: "1200.00", from: expect.any(String), through: expect.any(String) },
      ...{ programVersion: expect.any(Number), actor: null, note: null, silent: false },
    });
  });

  it("earns by its multiplier with the next order, not with the one that reached it", async () => {
    await buy("100.00");
    const entries = await shop.entriesOf((await ada()).id);
    expect(story(entries).at(-1)).toEqual(["order-earned", 150]);
  });

  it("finds a reward of another tier closed, with the tier it is for", async () => {
    const { id } = await ada();
    const { body } = await shop.api<{ items: object[] }>("GET", `/rewards?memberId=${id}`);
    expect(body.items).toMatchObject([
      {
        id: "golden",
        available: false,
        unavailableBecause: "tier-required",
        tiers: [{ id: "gold", name: "Gold" }],
      },
    ]);
    const asked = { rewardId: "golden", idempotencyKey: newKey() };
    expect(problemOf(await shop.api("POST", `/members/${id}/redemptions`, asked), 422)).toBe("not-eligible");
  });
});

describe("by hand", () => {
  const set = async (body: object) =>
    shop.api<{ tier: { id: string } | null; hold: object | null }>(
      "POST",
      `/members/${(await ada()).id}/tier`,
      {
        ...{ reason: "a friend of the house", idempotencyKey: newKey() },
        ...body,
      },
    );

  it("a tier is given and let go of; the same request answers 200, another one under its key 409", async () => {
    const wish = { tierId: "gold", idempotencyKey: newKey() };
    const given = await set(wish);
    expect(given.status).toBe(201);
    expect(given.body).toMatchObject({
      tier: { id: "gold", until: null },
      hold: { tierId: "gold", until: null, kind: "by-hand", exact: false },
    });
    expect(await set(wish)).toEqual({ status: 200, body: given.body });
    expect(problemOf(await set({ ...wish, tierId: "silver" }), 409)).toBe("idempotency-conflict");
    await shop.settle();
    expect(story(await shop.entriesOf((await ada()).id)).at(-1)).toEqual(["tier-entered", 500]);
    expect((await moves())[0]).toMatchObject({ because: "by-hand", note: "a friend of the house" });

    expect((await set({ tierId: null })).body).toMatchObject({ tier: { id: "gold" }, hold: null });
    await advance(1);
    expect((await ada()).tier).toMatchObject({ id: "silver" });
    expect((await moves())[0]).toMatchObject({ from: "gold", to: "silver", because: "hold-ended" });
  });

  it.each([
    ["a tier that is none", { tierId: "platinum" }, "unknown-tier"],
    ["no reason", { tierId: "gold", reason: "" }, "reason-required"],
    ["a day that is over", { tierId: "gold", until: "2001-01-01" }, "until-in-the-past"],
    ["nothing to let go of", { tierId: null }, "not-held"],
  ])("%s is refused", async (_, body, code) => {
    expect(problemOf(await set(body), 422)).toBe(code);
    expect((await ada()).tier).toMatchObject({ id: "silver" });
  });
});

describe("a ladder that is changed", () => {
  const strict = ladder({
    ladder: [LADDER[0], { ...LADDER[1], from: "2000" }, { ...LADDER[2], from: "9000" }],
  });
  type Spread = { tiers: { id: string; now: number; then: number }[] };
  const at = ({ tiers }: Spread, id: string) => tiers.find((one) => one.id === id);

  it("is simulated: how many members are in each tier, and would be", async () => {
    const { status, body } = await shop.api<Spread>("POST", "/program/simulate", {
      program: program(strict),
    });
    expect(status).toBe(200);
    expect(body.tiers.map(({ id }) => id)).toEqual(["bronze", "silver", "gold"]);
    expect(at(body, "silver")).toEqual({ id: "silver", now: 1, then: 0 });
    expect(at(body, "bronze")!.then).toBe(at(body, "bronze")!.now + 1);
  });

  it("is refused where it leaves out a tier that has members, at its field", async () => {
    const answer = await put(ladder({ ladder: [LADDER[0], LADDER[2]] }));
    expect(problemOf(answer, 422)).toBe("tier-has-members");
    expect(answer.body).toMatchObject({ errors: [{ pointer: "/tiers/ladder" }] });
    expect((await ada()).tier).toMatchObject({ id: "silver" });
  });

  it("keeps those who would be lowered, if the merchant chooses so, and lowers them otherwise; nothing given is taken", async () => {
    const before = await shop.entriesOf((await ada()).id);
    expect((await put(strict, "?onTierLoss=keep")).status).toBe(200);
    await shop.settle();
    expect((await ada()).tier).toMatchObject({ id: "silver", until: null });
    expect(problemOf(await put(ladder(), "?onTierLoss=protect"), 422)).toBe("invalid-parameter");
    const past = await put(ladder(), "?onTierLoss=protect&protectUntil=2001-01-01");
    expect(problemOf(past, 422)).toBe("until-in-the-past");
    expect(await shop.entriesOf((await ada()).id)).toEqual(before);
  });

  it("may switch tiers off: nobody is in one, and where they stood is there again afterwards", async () => {
    expect((await put(null)).status).toBe(200);
    await shop.settle();
    const { id, tier } = await ada();
    expect(tier).toBeNull();
    expect((await shop.api("GET", `/members/${id}/tier`)).body).toEqual({
      tier: null,
      progress: null,
      hold: null,
    });
    expect(
      problemOf(
        await shop.api("POST", `/members/${id}/tier`, {
          tierId: "gold",
          reason: "x",
          idempotencyKey: newKey(),
        }),
        422,
      ),
    ).toBe("no-tiers");
    expect((await put(ladder())).status).toBe(200);
    await shop.settle();
    expect((await ada()).tier).toMatchObject({ id: "silver" });
  });
});

describe("a window that moves on", () => {
  it("takes the tier in the night after its last day, never the points", async () => {
    const { id } = await ada();
    // Kept since the ladder was changed; from here on the figures decide.
    const released = { tierId: null, reason: "the old ladder is back", idempotencyKey: newKey() };
    expect((await shop.api("POST", `/members/${id}/tier`, released)).status).toBe(201);
    const month = { kind: "rolling", months: 1 };
    expect((await put(ladder({ window: month }))).status).toBe(200);
    const before = await ada();
    expect(before.tier).toMatchObject({ id: "silver" });
    await advance(33);
    const after = await ada();
    expect(after.tier).toMatchObject({ id: "bronze" });
    expect(after.balance).toBe(before.balance);
    expect((await moves())[0]).toMatchObject({ from: "silver", to: "bronze" });
    await shop.expectSoundBooks();
  });
});
