/**
 * Members, their entries and points given by hand, and the overview, as a stranger meets them: the documented shapes to the letter.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Entry, type Member, type StackShop } from "#test/support/stack-shop.ts";
import { adjust as adjustOf, openSurface, problemOf, type Surface } from "./surface.ts";

let surface: Surface;
let shop: StackShop;
let member: Member;

beforeAll(async () => {
  surface = await openSurface();
  ({ shop } = surface);
  const customerId = await shop.customer({
    email: "Ada.Lovelace@Example.com",
    firstName: "Ada",
    lastName: "Lovelace",
  });
  for (const price of ["50.00", "25.50", "10.00"]) await shop.order({ customerId, lines: [{ price }] });
  for (let count = 0; count < 4; count += 1)
    await shop.order({ customerId: await shop.customer(), lines: [{ price: "5.00" }] });
  await shop.settle();
  member = await shop.member(customerId);
});
afterAll(() => surface.stop());

const adjust = (body: Record<string, unknown>, id = member.id) => adjustOf(shop, id, body);

describe("a member", () => {
  it("has exactly the documented fields, and one addition", () => {
    expect(member).toEqual({
      id: expect.any(String),
      customerId: expect.stringMatching(/^gid:\/\/shopify\/Customer\/\d+$/),
      email: expect.stringMatching(/^ada\.lovelace@example\.com$/i),
      name: "Ada Lovelace",
      joinedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      balance: 85,
      spendable: 85,
      pending: 0,
      deficit: 0,
      earnedTotal: 85,
      expiring: [],
      tier: null,
      stage: "client",
      participation: "member",
    });
    expect(member.id).not.toContain("/");
  });

  it("is found by e-mail in any case and by customer, and answers the same by id", async () => {
    for (const path of [
      "/members?email=ADA.LOVELACE@example.com",
      "/members?email=%20ada.lovelace@example.com%20",
      `/members?customerId=${encodeURIComponent(member.customerId!)}`,
    ])
      expect((await shop.api("GET", path)).body, path).toEqual({ items: [member], nextCursor: null });
    expect(await shop.api("GET", `/members/${member.id}`)).toEqual({ status: 200, body: member });
    expect(await shop.api("GET", "/members?email=nobody@example.com")).toEqual({
      status: 200,
      body: { items: [], nextCursor: null },
    });
  });

  it("stands once in the list, whatever the size of its pages", async () => {
    const all = (await shop.members()).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(5);
    const paged: string[] = [];
    for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages += 1) {
      const { body }: { body: { items: Member[]; nextCursor: string | null } } = await shop.api(
        "GET",
        `/members?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      expect(body.items.length).toBeLessThanOrEqual(2);
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
  });
});

describe("a member's entries", () => {
  it("have exactly the documented fields, and one addition", async () => {
    const [entry] = await shop.entriesOf(member.id);
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      kind: "earn",
      points: 50,
      pendingPoints: 0,
      balanceAfter: 50,
      pendingAfter: 0,
      shortfall: 0,
      alreadyExpired: 0,
      key: expect.stringMatching(/^order:\d+\/earn$/),
      reason: expect.any(String),
      source: { type: "order", id: expect.stringMatching(/^gid:\/\/shopify\/Order\/\d+$/) },
      programVersion: 1,
      lots: [{ id: expect.any(String), points: 50, expiresAt: null }],
      corrects: null,
    });
  });

  it("come in both orders and in pages that meet without gap", async () => {
    type Page = { items: Entry[]; nextCursor: string | null };
    for (const order of ["asc", "desc"]) {
      const whole = (await shop.api<Page>("GET", `/members/${member.id}/entries?order=${order}`)).body;
      expect(whole.nextCursor).toBeNull();
      const first = (await shop.api<Page>("GET", `/members/${member.id}/entries?order=${order}&limit=1`))
        .body;
      const rest = (
        await shop.api<Page>(
          "GET",
          `/members/${member.id}/entries?order=${order}&limit=250&cursor=${first.nextCursor}`,
        )
      ).body;
      expect([...first.items, ...rest.items]).toEqual(whole.items);
    }
    const [asc, desc] = await Promise.all(
      ["asc", "desc"].map(
        async (order) =>
          (await shop.api<Page>("GET", `/members/${member.id}/entries?order=${order}`)).body.items,
      ),
    );
    expect(desc).toEqual(asc!.toReversed());
  });
});

describe("an adjustment", () => {
  it("answers 201 with entry and member, 200 with the same when it comes again, 409 with another body", async () => {
    const before = (await shop.member(member.customerId!)).balance;
    const body = { points: 15, reason: "sorry for the delay", idempotencyKey: "once" };
    const first = await adjust(body);
    expect(first.status).toBe(201);
    expect(first.body.entry).toMatchObject({
      kind: "adjust",
      points: 15,
      balanceAfter: before + 15,
      reason: "sorry for the delay",
    });
    expect(first.body.member).toMatchObject({ id: member.id, balance: before + 15 });
    const again = await adjust(body);
    expect(again.status).toBe(200);
    expect(again.body.entry).toEqual(first.body.entry);
    expect(problemOf(await adjust({ ...body, points: 16 }), 409)).toBe("idempotency-conflict");
    expect(problemOf(await adjust({ ...body, reason: "other" }), 409)).toBe("idempotency-conflict");
    expect((await shop.member(member.customerId!)).balance).toBe(before + 15);
  });

  it("takes only what can be spent", async () => {
    const { balance } = await shop.member(member.customerId!);
    expect(problemOf(await adjust({ points: -balance - 1 }), 422)).toBe("insufficient-points");
    expect((await adjust({ points: -5 })).body.member.balance).toBe(balance - 5);
  });

  it("keeps the expiry it is given", async () => {
    const expiresAt = "2031-05-01T00:00:00.000Z";
    const { status, body } = await adjust({ points: 7, expiresAt });
    expect(status).toBe(201);
    expect(body.entry).toMatchObject({ lots: [{ points: 7, expiresAt }] });
    expect(body.member.expiring).toEqual([{ points: 7, expiresAt }]);
  });

  it.each([
    ["without a reason", { points: 5, reason: " " }, "reason-required"],
    ["without a reason at all", { points: 5, reason: undefined }, "reason-required"],
    ["of half a point", { points: 0.5 }, "points-not-whole"],
    ["of nothing", { points: 0 }, "points-not-whole"],
    ["of a text", { points: "5" }, undefined],
    ["of no points", { points: undefined }, undefined],
    ["of more than a safe integer", { points: 2 ** 60 }, undefined],
    ["with no key", { points: 5, idempotencyKey: undefined }, undefined],
    ["with an empty key", { points: 5, idempotencyKey: "" }, undefined],
    ["with a key that is no text", { points: 5, idempotencyKey: { a: 1 } }, undefined],
    ["with an expiry that is no instant", { points: 5, expiresAt: "tomorrow" }, undefined],
    ["with an expiry that has passed", { points: 5, expiresAt: "2001-01-01T00:00:00Z" }, undefined],
    ["with U+0000 in its reason", { points: 5, reason: "a\u0000b" }, undefined],
  ])("is refused %s", async (_, body, code) => {
    const refused = problemOf(await adjust(body), 422);
    if (code !== undefined) expect(refused).toBe(code);
  });

  it("keeps any words as they are, SQL and emoji included", async () => {
    const reason = `'); DROP TABLE entries; -- 😀 "quoted" \\ ${"ж".repeat(100)}`;
    const { status, body } = await adjust({ points: 1, reason });
    expect(status).toBe(201);
    expect(body.entry.reason).toBe(reason);
  });

  it("lets as many parallel takers win as the balance covers", async () => {
    const { balance } = await shop.member(member.customerId!);
    const each = Math.floor(balance / 3);
    const answers = await Promise.all(Array.from({ length: 10 }, () => adjust({ points: -each })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(Math.floor(balance / each));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 422]));
    expect((await shop.member(member.customerId!)).balance).toBe(balance % each);
  });

  it("asked for ten times at once with one key happens once", async () => {
    const { balance } = await shop.member(member.customerId!);
    const body = { points: 3, idempotencyKey: "ten at once" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => adjust(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect((await shop.member(member.customerId!)).balance).toBe(balance + 3);
  });
});

describe("the overview", () => {
  it("has exactly the documented fields", async () => {
    const share = {
      numerator: expect.any(Number),
      denominator: expect.any(Number),
      value: expect.any(Number),
      low: expect.any(Number),
      high: expect.any(Number),
    };
    const { status, body } = await shop.api<Record<string, unknown>>("GET", "/reports/overview");
    expect(status).toBe(200);
    expect(body).toEqual({
      asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      timeZone: "America/New_York",
      currency: "USD",
      customers: 5,
      members: 5,
      purchases: 7,
      revenue: "105.50",
      averageOrderValue: 105.5 / 7,
      withoutCustomer: { purchases: 0, revenue: "0.00" },
      points: {
        issued: 105,
        redeemed: 0,
        expired: 0,
        reversed: 0,
        adjusted: expect.any(Number),
        outstanding: expect.any(Number),
        pending: 0,
      },
      repeatPurchaseRate: { ...share, numerator: 1, denominator: 5, value: 0.2 },
      repeatPurchaseRateByDays: { ...share, numerator: 0, denominator: 5, value: 0 },
      secondOrder: [30, 60, 90, 180, 365].map((days) => ({
        days,
        numerator: 0,
        denominator: 0,
        value: null,
        low: null,
        high: null,
      })),
      timeToSecondOrder: { median: null, mean: null, q1: null, q3: null, kaplanMeierMedian: null },
    });
    await shop.expectSoundBooks();
  });

  it("as of a day before everything counts nothing and observes nothing", async () => {
    const { body } = await shop.api("GET", "/reports/overview?asOf=2001-01-01");
    expect(body).toMatchObject({
      asOf: "2001-01-01",
      customers: 0,
      purchases: 0,
      revenue: "0.00",
      averageOrderValue: null,
      points: { issued: 0, outstanding: 0 },
      repeatPurchaseRate: { numerator: 0, denominator: 0, value: null, low: null, high: null },
    });
  });
});
