/**
 * Program, simulation and actions, and every request that is wrong, as a stranger meets them: a problem document that says what is wrong.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDemoShop, type Entry, type Member, type StackShop } from "#test/support/stack-shop.ts";
import { adjust, newKey, openSurface, type Problem, problemOf, type Surface } from "./surface.ts";

let surface: Surface;
let shop: StackShop;
let other: StackShop;
let member: Member;

beforeAll(async () => {
  surface = await openSurface();
  ({ shop, other } = surface);
  const customerId = await shop.customer({ email: "Ada.Lovelace@Example.com" });
  await shop.order({ customerId, lines: [{ price: "50.00" }] });
  await shop.settle();
  member = await shop.member(customerId);
});
afterAll(() => surface.stop());

const raw = (path: string, init: RequestInit = {}) =>
  fetch(`${surface.stack.appUrl}/api/v1${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${shop.token}`, ...init.headers },
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

  const rule = { id: "a", kind: "purchase", points: 1, per: "1.00" };
  const rules = (...changes: object[]) => ({
    earning: { rules: changes.map((change) => ({ ...rule, ...change })) },
  });

  it.each([
    ["a divisor of 0", rules({ per: "0.00" }), "/earning/rules/0/per"],
    ["no divisor", rules({ per: undefined }), "/earning/rules/0/per"],
    ["a divisor that is no amount", rules({ per: "x" }), "/earning/rules/0/per"],
    ["points that are a text", rules({ points: "1" }), "/earning/rules/0/points"],
    ["an unknown rounding", rules({ rounding: "up" }), "/earning/rules/0/rounding"],
    ["an unknown kind of rule", rules({ kind: "gift" }), "/earning/rules/0/kind"],
    ["rules that are no list", { earning: { rules: {} } }, "/earning/rules"],
    ["two rules of one id", rules({}, { per: "2.00" }), "/earning/rules/1/id"],
    ["an expiry without months", { expiry: { mode: "per-lot" } }, "/expiry/months"],
    ["an expiry of minus one month", { expiry: { mode: "per-lot", months: -1 } }, "/expiry/months"],
    ["an unknown way to expire", { expiry: { mode: "someday" } }, "/expiry/mode"],
    ["a limit without its number", { refunds: { negativeBalance: "limit" } }, "/refunds/limit"],
  ])("with %s is refused at its field, and nothing changes", async (_, body, pointer) => {
    const before = await get();
    const answer = await shop.api<Problem>("PUT", "/program", body);
    problemOf(answer, 422);
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
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

describe("an action", () => {
  type Done = { entry: Entry; member: Member };
  let demo: StackShop;
  let doer: Member;

  beforeAll(async () => {
    // Actions are rewarded after the launch, and only the demo shop is launched by itself.
    demo = await connectDemoShop(surface.stack);
    const review = { id: "review", kind: "action", action: "review", points: 50, perMember: 1 };
    const visit = { id: "visit", kind: "action", action: "visit", points: 5 };
    const put = await demo.api("PUT", "/program", { earning: { rules: [review, visit] } });
    expect(put.status, JSON.stringify(put.body)).toBe(200);
    const customerId = await demo.customer();
    await demo.order({ customerId, lines: [{ price: "1.00" }] });
    await demo.settle();
    doer = await demo.member(customerId);
  });
  const act = (body: Record<string, unknown>, id = doer.id) =>
    demo.api<Done>("POST", `/members/${id}/actions`, { idempotencyKey: newKey(), ...body });

  it("is rewarded with entry and member, once a key, and 409 with another body", async () => {
    const body = { action: "review", idempotencyKey: "my review" };
    const first = await act(body);
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(Object.keys(first.body).sort()).toEqual(["entry", "member"]);
    expect(first.body.entry).toMatchObject({
      kind: "earn",
      points: 50,
      source: { type: "rule", id: "review" },
    });
    expect(first.body.member).toMatchObject({ id: doer.id, balance: doer.balance + 50 });
    const again = await act(body);
    expect(again.status).toBe(200);
    expect(again.body.entry).toEqual(first.body.entry);
    expect(problemOf(await act({ ...body, action: "visit" }), 409)).toBe("idempotency-conflict");
    expect((await demo.member(doer.customerId!)).balance).toBe(doer.balance + 50);
  });

  it("is refused where no rule names it, and past what its rule allows", async () => {
    expect(problemOf(await act({ action: "dance" }), 422)).toBe("unknown-action");
    expect(problemOf(await act({ action: "review" }), 422)).toBe("limit-reached");
    expect((await act({ action: "visit" })).status).toBe(201);
    expect((await act({ action: "visit" })).body.member.balance).toBe(doer.balance + 60);
    expect(problemOf(await act({ action: "visit" }, "nobody"), 404)).toBe("not-found");
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
      expect(problemOf(await adjust(shop, id, { points: 1 }), 404), id).toBe("not-found");
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
