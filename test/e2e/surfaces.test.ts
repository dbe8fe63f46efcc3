/**
 * The public API as a stranger meets it: the documented shapes to the letter, and a problem document for everything that
 * is wrong with a request.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "#test/support/stack.ts";
import { type Entry, type Member, type StackShop } from "#test/support/stack-shop.ts";

let stack: Stack;
let shop: StackShop;
let other: StackShop;
let member: Member;

beforeAll(async () => {
  stack = await startStack();
  await stack.ready();
  shop = await stack.openShop({ name: "Surfaces" });
  other = await stack.openShop({ name: "Neighbour" });
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
afterAll(() => stack.stop());

type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: { pointer: string }[];
};

/** The refusal's code, after the rest of its shape. */
function problemOf({ status, body }: { status: number; body: unknown }, expected: number): string {
  expect(status, JSON.stringify(body)).toBe(expected);
  const problem = body as Problem;
  expect(problem).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
  expect(problem.code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  for (const error of problem.errors ?? [])
    expect(error).toEqual({
      pointer: expect.any(String),
      code: expect.any(String),
      detail: expect.any(String),
    });
  return problem.code;
}

const raw = (path: string, init: RequestInit = {}) =>
  fetch(`${stack.appUrl}/api/v1${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${shop.token}`, ...init.headers },
  });
let keys = 0;
const adjust = (body: Record<string, unknown>, id = member.id) =>
  shop.api<{ entry: Entry; member: Member }>("POST", `/members/${id}/adjustments`, {
    reason: "goodwill",
    idempotencyKey: `key-${(keys += 1)}`,
    ...body,
  });

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

describe("a request", () => {
  it("without a token, with a wrong or a half one is answered 401", async () => {
    for (const authorization of [
      "",
      "Bearer",
      "Bearer ",
      "Bearer wrong",
      `Basic ${shop.token}`,
      `Bearer ${shop.token}x`,
    ]) {
      for (const path of [
        "/members",
        `/members/${member.id}`,
        `/members/${member.id}/entries`,
        "/program",
        "/reports/overview",
      ]) {
        const response = await raw(path, { headers: { Authorization: authorization } });
        expect(response.headers.get("Content-Type"), path).toContain("application/problem+json");
        expect(problemOf({ status: response.status, body: await response.json() }, 401)).toBe("unauthorized");
      }
    }
  });

  it("with another shop's token finds nothing of this shop", async () => {
    for (const path of [`/members/${member.id}`, `/members/${member.id}/entries`])
      expect(problemOf(await other.api("GET", path), 404)).toBe("not-found");
    const taking = await other.api("POST", `/members/${member.id}/adjustments`, {
      points: -1,
      reason: "r",
      idempotencyKey: "k",
    });
    expect(problemOf(taking, 404)).toBe("not-found");
    expect((await other.api("GET", "/members?email=ada.lovelace@example.com")).body).toEqual({
      items: [],
      nextCursor: null,
    });
    expect((await other.overview()).points.issued).toBe(0);
  });

  it("for an id that is none of ours is answered 404", async () => {
    for (const id of [
      "0",
      "nope",
      "'%20OR%20'1'='1",
      "%00",
      "..%2F..",
      "gid:%2F%2Fshopify%2FCustomer%2F1",
      "x".repeat(2000),
    ]) {
      expect(problemOf(await shop.api("GET", `/members/${id}`), 404), id).toBe("not-found");
      expect(problemOf(await shop.api("GET", `/members/${id}/entries`), 404), id).toBe("not-found");
      expect(problemOf(await adjust({ points: 1 }, id), 404), id).toBe("not-found");
    }
  });

  it.each([
    ["POST", "/members"],
    ["DELETE", "/members/any"],
    ["PUT", "/members/any/entries"],
    ["GET", "/members/any/adjustments"],
    ["PUT", "/members/any/adjustments"],
    ["POST", "/program"],
    ["DELETE", "/program"],
    ["POST", "/reports/overview"],
  ])("with a method that the path lacks is answered 405: %s %s", async (method, path) => {
    expect(problemOf(await shop.api(method, path), 405)).toBe("method-not-allowed");
  });

  it("for a path that the API lacks is answered 404 with a problem", async () => {
    for (const method of ["GET", "POST"])
      expect(problemOf(await shop.api(method, "/nothing/here"), 404)).toBe("not-found");
  });

  it.each([
    "/members?limit=0",
    "/members?limit=-1",
    "/members?limit=many",
    "/members?limit=1.5",
    "/members?email=%00",
    "/reports/overview?asOf=2026-02-30",
    "/reports/overview?asOf=yesterday",
    "/reports/overview?asOf=0000-01-01",
    "/reports/overview?from=2026-02-01&to=2026-01-01",
  ])("with a parameter that makes no sense is answered 422: %s", async (path) => {
    expect(problemOf(await shop.api("GET", path), 422)).toMatch(/^(invalid-parameter|window-reversed)$/);
  });

  it("with a cursor of its own invention gets a page or a refusal, never an error", async () => {
    for (const cursor of ["zzz", "-1", "1e99", "' OR 1=1 --", "9".repeat(150), "%"]) {
      for (const path of ["/members", `/members/${member.id}/entries`]) {
        const { status } = await shop.api("GET", `${path}?cursor=${encodeURIComponent(cursor)}`);
        expect([200, 422], `${path} ${cursor}`).toContain(status);
      }
    }
  });

  it("with a body that is no JSON, no object or too large is refused", async () => {
    const path = `/members/${member.id}/adjustments`;
    const post = async (body: string) => {
      const response = await raw(path, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json" },
      });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    expect(problemOf(await post("{"), 422)).toBe("malformed-json");
    expect(problemOf(await post(""), 422)).toBe("malformed-json");
    for (const body of ["[]", "null", "5", '"text"']) problemOf(await post(body), 422);
    const huge = JSON.stringify({ points: 1, reason: "x".repeat(2_000_000), idempotencyKey: "huge" });
    expect(problemOf(await post(huge), 413)).toBe("body-too-large");
  });
});

describe("the program", () => {
  type Program = Record<string, unknown> & { version: number; publishedAt: string };
  const get = async () => (await shop.api<Program>("GET", "/program")).body;
  const bodyOf = ({ version: _version, publishedAt: _publishedAt, ...body }: Program) => body;

  it("is read with version and day, and published by putting its body alone", async () => {
    const before = await get();
    expect(before.version).toBe(1);
    const base = { id: "base", kind: "purchase", points: 2, per: "1.00" };
    const put = await shop.api<Program>("PUT", "/program", { earning: { rules: [base] } });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      version: 2,
      publishedAt: expect.stringMatching(/Z$/),
      earning: { rules: [{ ...base, rounding: "floor", stackable: true }] },
      expiry: { mode: "none" },
      rewards: [],
      tiers: null,
      referrals: null,
    });
    expect(await get()).toEqual(put.body);
    expect((await shop.api("PUT", "/program", bodyOf(before))).body).toMatchObject({ version: 3 });
  });

  it.each([
    [
      "a divisor of 0",
      { earning: { rules: [{ id: "a", kind: "purchase", points: 1, per: "0.00" }] } },
      "/earning/rules/0/per",
    ],
    [
      "no divisor",
      { earning: { rules: [{ id: "a", kind: "purchase", points: 1 }] } },
      "/earning/rules/0/per",
    ],
    [
      "a divisor that is no amount",
      { earning: { rules: [{ id: "a", kind: "purchase", points: 1, per: "x" }] } },
      "/earning/rules/0/per",
    ],
    [
      "points that are a text",
      { earning: { rules: [{ id: "a", kind: "purchase", points: "1", per: "1.00" }] } },
      "/earning/rules/0/points",
    ],
    [
      "an unknown rounding",
      { earning: { rules: [{ id: "a", kind: "purchase", points: 1, per: "1.00", rounding: "up" }] } },
      "/earning/rules/0/rounding",
    ],
    [
      "an unknown kind of rule",
      { earning: { rules: [{ id: "a", kind: "gift", points: 1, per: "1.00" }] } },
      "/earning/rules/0/kind",
    ],
    ["rules that are no list", { earning: { rules: {} } }, "/earning/rules"],
    [
      "two rules of one id",
      {
        earning: {
          rules: [
            { id: "a", kind: "purchase", points: 1, per: "1.00" },
            { id: "a", kind: "purchase", points: 1, per: "2.00" },
          ],
        },
      },
      null,
    ],
    ["an expiry without months", { expiry: { mode: "per-lot" } }, "/expiry/months"],
    ["an expiry of minus one month", { expiry: { mode: "per-lot", months: -1 } }, "/expiry/months"],
    ["an unknown way to expire", { expiry: { mode: "someday" } }, "/expiry/mode"],
    ["a limit without its number", { refunds: { negativeBalance: "limit" } }, "/refunds/limit"],
  ])("with %s is refused at its field, and nothing changes", async (_, body, pointer) => {
    const before = await get();
    const answer = await shop.api<Problem>("PUT", "/program", body);
    problemOf(answer, 422);
    if (pointer !== null) expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(await get()).toEqual(before);
  });

  it("of 10,000 rules is refused at its field, not as a body", async () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => ({
      ...{ id: `r${index}`, kind: "purchase", points: 1, per: "1.00", rounding: "floor" },
      ...{ minimumOrder: null, include: {}, exclude: { tags: [], vendors: [], productIds: [] }, priority: 0 },
    }));
    const answer = await shop.api<Problem>("PUT", "/program", { earning: { rules } });
    expect(problemOf(answer, 422)).toBe("too-many");
    expect(answer.body.errors).toEqual([
      { pointer: "/earning/rules", code: "too-many", detail: expect.any(String) },
    ]);
  });

  it("is tried on past orders without changing anything", async () => {
    const before = await get();
    const simulate = (program: object, window = {}) =>
      shop.api<Record<string, unknown>>("POST", "/program/simulate", { program, ...window });
    const same = await simulate(bodyOf(before));
    expect(same.status).toBe(200);
    const { now } = same.body["points"] as { now: number };
    expect(now).toBeGreaterThan(0);
    expect(same.body).toEqual({
      ...{ orders: expect.any(Number), members: expect.any(Number) },
      ...{ points: { now, then: now }, tiers: [] },
    });
    expect((await simulate({})).body).toMatchObject({ points: { now, then: 0 } });
    expect((await simulate({}, { from: "2001-01-01", to: "2001-01-31" })).body).toMatchObject({
      ...{ orders: 0, members: 0, points: { now: 0, then: 0 } },
    });
    const refused = await simulate({
      earning: { rules: [{ id: "a", kind: "purchase", points: 1, per: "0" }] },
    });
    expect(problemOf(refused, 422)).toBe("divisor-not-positive");
    expect(refused.body["errors"]).toMatchObject([{ pointer: "/program/earning/rules/0/per" }]);
    expect(await get()).toEqual(before);
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
