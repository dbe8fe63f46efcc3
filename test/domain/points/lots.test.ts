import { describe, expect, it } from "vitest";
import { expiring, type Lot, type MemberBooks } from "#app/domain/points/books.ts";
import { debit } from "#app/domain/points/debit.ts";
import { history } from "#test/support/books.ts";

describe("lots", () => {
  it("a debit of 30 leaves 70 of 100", () => {
    const books = history();
    books.credit(100);
    books.debit(30);
    expect([books.books.balance, books.remaining()]).toEqual([70, [70]]);
  });

  it("the lot that expires sooner is spent first, though it was earned later", () => {
    const books = history();
    books.credit(100, "2026-01-01", { expires: "2027-06-01" });
    books.credit(100, "2026-01-02", { expires: "2027-01-01" });
    books.debit(100, "2026-02-01");
    expect(books.remaining()).toEqual([100, 0]);
  });

  it("points that never expire are spent last", () => {
    const books = history();
    books.credit(100);
    books.credit(100, "2026-01-01", { expires: "2027-01-01" });
    books.debit(100);
    expect(books.remaining()).toEqual([100, 0]);
  });

  it("a debit runs over into the next lot", () => {
    const books = history();
    books.credit(50, "2026-01-01", { expires: "2027-01-01" });
    books.credit(50, "2026-01-01", { expires: "2027-02-01" });
    books.debit(70);
    expect(books.books.balance).toBe(30);
    expect(books.open().map(({ remaining, expiresAt }) => [remaining, expiresAt])).toEqual([
      [30, new Date("2027-02-01T00:00:00Z")],
    ]);
  });

  it("when the dated lot expires, the other one stays", () => {
    const books = history();
    books.credit(100, "2026-01-01", { expires: "2027-01-01" });
    books.credit(40);
    books.comeDue("2027-01-01");
    expect(books.books.balance).toBe(40);
  });

  it("a credit first repays a deficit, the rest becomes a lot", () => {
    const books = history();
    books.credit(50, "2026-01-01", { orderId: "o" });
    books.reverse("o", 80);
    expect(books.books).toMatchObject({ balance: -30, deficit: 30 });
    books.credit(100);
    expect(books.books).toMatchObject({ balance: 70, deficit: 0 });
    expect(books.open().map(({ remaining }) => remaining)).toEqual([70]);
  });

  it("a credit that a deficit swallows whole leaves no lot", () => {
    const books = history();
    books.reverse("o", 80);
    books.credit(30);
    expect(books.books).toMatchObject({ balance: -50, deficit: 50, lots: [] });
  });

  it("what expires until a day is the sum of every dated lot until then", () => {
    const books = history();
    books.credit(100, "2026-01-01", { expires: "2026-02-01" });
    books.credit(200, "2026-01-01", { expires: "2026-06-01" });
    books.credit(50);
    const dated = expiring(books.books, new Date("2026-01-02T00:00:00Z"));
    const until = (day: string) =>
      dated.filter(({ expiresAt }) => expiresAt < new Date(day)).reduce((sum, { points }) => sum + points, 0);
    expect([until("2026-03-01"), until("2026-07-01")]).toEqual([100, 300]);
  });

  it("points past their expiry can't be spent, even before the sweep", () => {
    const books = history();
    books.credit(100, "2026-01-01", { expires: "2026-02-01" });
    expect(books.spendable("2026-03-01")).toBe(0);
    expect(books.debit(60, "2026-03-01")).toMatchObject({
      ok: false,
      refusals: [{ code: "insufficient-points" }],
    });
    expect(books.books.balance).toBe(100);
  });

  it("with equal expiry the one earned first is spent first, then the smaller id", () => {
    const books = history();
    books.credit(10, "2026-01-01", { expires: "2027-01-01" });
    books.credit(10, "2026-01-01", { expires: "2027-01-01" });
    books.credit(10, "2026-01-02", { expires: "2027-01-01" });
    books.debit(15, "2026-01-20");
    expect(books.remaining()).toEqual([0, 5, 10]);
  });

  it("it is the id that decides, not the order in which lots were read: 2, 5 and 7 of 10 each, −15 → 0, 5, 10", () => {
    const lot = (seq: number, day: string): Lot => ({
      ...{ seq, n: 1, orderId: null, points: 10, remaining: 10, expired: 0, expiredReversed: 0 },
      ...{ extended: false, earnedAt: new Date(day), maturesAt: null, expiresAt: new Date("2027-01-01") },
      slide: null,
    });
    const lots = [lot(7, "2026-01-02"), lot(5, "2026-01-01"), lot(2, "2026-01-01")];
    const books: MemberBooks = { balance: 30, pending: 0, deficit: 0, lastSeq: 7, lots };
    const cause = {
      key: "k",
      input: "",
      at: new Date("2026-01-20"),
      reason: "t",
      source: { type: "t", id: "1" },
    };
    const taken = debit(books, "redeem", { points: 15, now: cause.at }, cause);
    if (!taken.ok) throw new Error("refused");
    const left = new Map(taken.value.books.lots.map(({ seq, remaining }) => [seq, remaining]));
    expect([left.get(2), left.get(5), left.get(7)]).toEqual([0, 5, 10]);
  });

  it("expiry takes only what was not spent: 100, +100, −30, expire the first: −70, balance 100", () => {
    const books = history();
    books.credit(100, "2026-01-01", { expires: "2026-02-01" });
    books.credit(100);
    books.debit(30);
    expect(books.comeDue("2026-02-01").map(({ points }) => points)).toEqual([-70]);
    expect(books.books.balance).toBe(100);
  });

  it.each([
    [[100, -30, -20]],
    [[100, -20, -30]],
    [[-30, 100, -20]],
    [[-20, 100, -30]],
    [[-30, -20, 100]],
    [[-20, -30, 100]],
  ])("%j ends at 50: the order of arrival does not matter where debts are allowed", (arrivals) => {
    const books = history();
    for (const points of arrivals)
      if (points > 0) books.credit(points, "2026-01-01", { orderId: "o" });
      else books.reverse("o", -points);
    expect(books.books).toMatchObject({ balance: 50, deficit: 0 });
  });
});

describe("expiry", () => {
  it("a lot of 150 past its date goes by one entry of −150, however often it is asked for", () => {
    const books = history();
    books.credit(150, "2026-01-01", { expires: "2026-02-01" });
    expect(books.comeDue("2026-02-02").map(({ points, key }) => [points, key])).toEqual([
      [-150, "lot:01890000-0000-7000-8000-000000000001-1.1/expire"],
    ]);
    expect(books.comeDue("2026-02-02")).toEqual([]);
  });

  it("of a lot of 150 with 50 spent, 100 expire", () => {
    const books = history();
    books.credit(150, "2026-01-01", { expires: "2026-02-01" });
    books.debit(50);
    expect(books.comeDue("2026-02-01").map(({ points }) => points)).toEqual([-100]);
  });

  it("an expiry that is now has expired; one a moment away has not", () => {
    const books = history();
    books.credit(10, "2026-01-01", { expires: "2026-02-01" });
    expect(books.comeDue("2026-01-31T23:59:59.999Z")).toEqual([]);
    expect(books.comeDue("2026-02-01")).toHaveLength(1);
  });

  it("points without a date never expire", () => {
    const books = history();
    books.credit(10);
    expect(books.comeDue("2999-01-01")).toEqual([]);
  });

  it("two lots expire by two entries, each dated by its own expiry", () => {
    const books = history();
    books.credit(10, "2026-01-01", { expires: "2026-03-01" });
    books.credit(20, "2026-01-01", { expires: "2026-02-01" });
    expect(
      books.comeDue("2026-04-01").map(({ at, points }) => [at.toISOString().slice(0, 10), points]),
    ).toEqual([
      ["2026-02-01", -20],
      ["2026-03-01", -10],
    ]);
  });
});

describe("pending points", () => {
  it("are no balance until they mature, and maturing sums to 0", () => {
    const books = history();
    books.credit(40, "2026-01-01", { maturesAt: new Date("2026-01-15T00:00:00Z") });
    expect(books.books).toMatchObject({ balance: 0, pending: 40 });
    expect(books.spendable("2026-01-10")).toBe(0);
    const [entry] = books.comeDue("2026-01-15");
    expect(entry).toMatchObject({ kind: "mature", points: 40, pendingPoints: -40 });
    expect(books.books).toMatchObject({ balance: 40, pending: 0 });
  });

  it("repay a deficit when they mature, not before", () => {
    const books = history();
    books.credit(40, "2026-01-01", { maturesAt: new Date("2026-01-15T00:00:00Z") });
    books.reverse("other", 25, "2026-01-02");
    expect(books.books).toMatchObject({ balance: -25, pending: 40, deficit: 25 });
    books.comeDue("2026-01-15");
    expect(books.books).toMatchObject({ balance: 15, pending: 0, deficit: 0 });
  });
});
