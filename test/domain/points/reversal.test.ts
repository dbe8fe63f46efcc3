import { describe, expect, it } from "vitest";
import { EMPTY_BOOKS } from "#app/domain/points/books.ts";
import { giveBack } from "#app/domain/points/give-back.ts";
import { transfer } from "#app/domain/points/transfer.ts";
import { assertCoherent } from "#app/domain/points/coherence.ts";
import { history } from "#test/support/books.ts";

describe("a reversal", () => {
  it("takes from the lots of its own order first, pending ones before open ones, then in the order of spending", () => {
    const books = history();
    books.credit(100, "2026-01-01", { orderId: "other", expires: "2026-06-01" });
    books.credit(30, "2026-01-02", { orderId: "own", expires: "2027-01-01" });
    books.credit(20, "2026-01-03", { orderId: "own", maturesAt: new Date("2026-12-01") });
    const entry = books.reverse("own", 60);
    expect(books.remaining()).toEqual([90, 0, 0]);
    expect(entry).toMatchObject({ points: -40, pendingPoints: -20, shortfall: 0 });
  });

  it("does not take again what has already expired of its order", () => {
    const books = history();
    books.credit(50, "2026-01-01", { orderId: "own", expires: "2026-02-01" });
    books.credit(70, "2026-01-01", { orderId: "other" });
    books.comeDue("2026-02-01");
    const entry = books.reverse("own", 50, "2026-03-01");
    expect(entry).toMatchObject({ points: 0, alreadyExpired: 50 });
    expect(books.books.balance).toBe(70);
  });

  it("a refund that is told after a later one takes what was there at its own moment, and no more in all than was earned", () => {
    const books = history();
    books.credit(100, "2026-01-01", { orderId: "own", expires: "2026-02-01" });
    expect(books.reverse("own", 15, "2026-03-01")).toMatchObject({ points: 0, alreadyExpired: 15 });
    expect(books.reverse("own", 85, "2026-01-20")).toMatchObject({ points: -85, alreadyExpired: 0 });
    expect(books.comeDue("2026-03-02")).toMatchObject([{ kind: "expire", points: -15 }]);
    expect(books.books).toMatchObject({ balance: 0, deficit: 0 });
  });

  it("of another order, told after one that has counted points as gone, does not take those", () => {
    const books = history();
    books.credit(4, "2026-01-01", { orderId: "own", expires: "2026-02-01" });
    expect(books.reverse("own", 1, "2026-03-01")).toMatchObject({ points: 0, alreadyExpired: 1 });
    expect(books.reverse("other", 4, "2026-01-20", { policy: "clamp" })).toMatchObject({
      points: -3,
      shortfall: 1,
    });
    expect(books.comeDue("2026-03-02")).toMatchObject([{ kind: "expire", points: -1 }]);
  });

  it("counts what has expired once: two partial reversals never absorb more than expired", () => {
    const books = history();
    books.credit(50, "2026-01-01", { orderId: "own", expires: "2026-02-01" });
    books.debit(20, "2026-01-10");
    books.credit(70, "2026-01-01", { orderId: "other" });
    books.comeDue("2026-02-01");
    expect(books.reverse("own", 25, "2026-03-01")).toMatchObject({ points: 0, alreadyExpired: 25 });
    expect(books.reverse("own", 25, "2026-03-01")).toMatchObject({ points: -20, alreadyExpired: 5 });
  });

  it.each([
    [
      "allow negative: −50 and a balance of −50",
      { policy: "allow" as const },
      { points: -50, shortfall: 0 },
      -50,
    ],
    [
      "limit 20: −20, the rest is forgiven",
      { policy: "limit" as const, limit: 20 },
      { points: -20, shortfall: 30 },
      -20,
    ],
    ["clamp: 0, all of it is forgiven", { policy: "clamp" as const }, { points: 0, shortfall: 50 }, 0],
  ])("earned 50, spent 50, refunded: %s", (_, policy, entry, balance) => {
    const books = history();
    books.credit(50, "2026-01-01", { orderId: "o" });
    books.debit(50);
    expect(books.reverse("o", 50, "2026-01-20", policy)).toMatchObject(entry);
    expect(books.books.balance).toBe(balance);
  });

  it.each([
    ["clamp → −50 and balance 0", { policy: "clamp" as const }, -50, 0],
    ["allow → −150 and balance −100", { policy: "allow" as const }, -150, -100],
  ])("earned 150, clawed back when 100 were spent: %s", (_, policy, points, balance) => {
    const books = history();
    books.credit(150, "2026-01-01", { orderId: "o" });
    books.debit(100);
    expect(books.reverse("o", 150, "2026-01-20", policy).points).toBe(points);
    expect(books.books.balance).toBe(balance);
  });

  it("under a limit an older deficit counts", () => {
    const books = history();
    books.reverse("a", 15, "2026-01-01", { policy: "limit", limit: 20 });
    expect(books.reverse("b", 15, "2026-01-01", { policy: "limit", limit: 20 })).toMatchObject({
      points: -5,
      shortfall: 10,
    });
  });
});

describe("a return", () => {
  const zone = "America/New_York";
  const cause = {
    key: "r",
    input: "",
    at: new Date("2026-02-20T12:00:00Z"),
    reason: "returned",
    source: { type: "t", id: "1" },
  };

  it("brings points back with their expiry but not sooner than 30 days after, once per lot", () => {
    const books = history();
    books.credit(50, "2026-01-01", { expires: "2026-02-25" });
    books.credit(50, "2026-01-01", { expires: "2027-01-01" });
    const spent = books.debit(80, "2026-02-01");
    if (!spent.ok) throw new Error("refused");
    const taken = spent.value.entry.movements;
    const back = giveBack(
      books.books,
      { kind: "return", taken, lots: books.books.lots, timeZone: zone },
      cause,
    );
    assertCoherent(back.books, [...books.entries, back.entry]);
    expect(back.entry.movements.map(({ points, expiresAt }) => [points, expiresAt?.toISOString()])).toEqual([
      [50, "2026-03-23T04:00:00.000Z"], // usable through 22 March in New York
      [30, "2027-01-01T00:00:00.000Z"],
    ]);
    expect(back.books.lots.map(({ extended }) => extended)).toEqual([false, false, true, false]);
    const again = giveBack(
      { ...back.books, lots: back.books.lots.map((lot) => ({ ...lot, remaining: 0 })), balance: 0 },
      {
        kind: "return",
        taken: [{ lot: "4.1", points: -50, expiresAt: null }],
        lots: back.books.lots,
        timeZone: zone,
      },
      { ...cause, at: new Date("2026-03-20T12:00:00Z") },
    );
    expect(again.entry.movements[0]?.expiresAt?.toISOString()).toBe("2026-03-23T04:00:00.000Z");
  });

  it("repays a deficit first", () => {
    const books = history();
    books.credit(50, "2026-01-01", { orderId: "o" });
    const spent = books.debit(50);
    books.reverse("o", 20);
    if (!spent.ok) throw new Error("refused");
    const taken = spent.value.entry.movements;
    const back = giveBack(
      books.books,
      { kind: "return", taken, lots: books.books.lots, timeZone: zone },
      cause,
    );
    expect(back.books).toMatchObject({ balance: 30, deficit: 0 });
    expect(back.entry.points).toBe(50);
  });
});

describe("two customers become one", () => {
  const cause = (key: string) => ({
    key,
    input: "",
    at: new Date("2026-02-20"),
    reason: "merged",
    source: { type: "m", id: "1" },
  });

  it("open lots move with expiry, earn day, order and pending, and the pair sums to 0", () => {
    const from = history();
    from.credit(50, "2026-01-01", { orderId: "o", expires: "2026-06-01" });
    from.credit(20, "2026-01-03", { maturesAt: new Date("2026-12-01") });
    const into = history();
    into.credit(5);
    const moved = transfer(from.books, into.books, { out: cause("out"), in: cause("in") });
    assertCoherent(moved.out.books, [...from.entries, moved.out.entry]);
    assertCoherent(moved.in.books, [...into.entries, moved.in.entry]);
    expect(moved.out.entry).toMatchObject({
      points: -50,
      pendingPoints: -20,
      balanceAfter: 0,
      pendingAfter: 0,
    });
    expect(moved.in.entry).toMatchObject({
      points: 50,
      pendingPoints: 20,
      balanceAfter: 55,
      pendingAfter: 20,
    });
    expect(moved.in.books.lots[1]).toMatchObject({
      orderId: "o",
      earnedAt: new Date("2026-01-01"),
      expiresAt: new Date("2026-06-01"),
    });
  });

  it("a deficit follows, and the other one's points repay it", () => {
    const from = history();
    from.reverse("o", 30);
    const into = history();
    into.credit(50);
    const moved = transfer(from.books, into.books, { out: cause("out"), in: cause("in") });
    assertCoherent(moved.out.books, [...from.entries, moved.out.entry]);
    assertCoherent(moved.in.books, [...into.entries, moved.in.entry]);
    expect(moved.out.books).toMatchObject({ balance: 0, deficit: 0 });
    expect(moved.in.books).toMatchObject({ balance: 20, deficit: 0 });
  });

  it("what had expired is not taken again from the member it went to", () => {
    const from = history();
    from.credit(50, "2026-01-01", { orderId: "o", expires: "2026-02-01" });
    from.comeDue("2026-02-01");
    const moved = transfer(from.books, EMPTY_BOOKS, { out: cause("out"), in: cause("in") });
    assertCoherent(moved.out.books, [...from.entries, moved.out.entry]);
    assertCoherent(moved.in.books, [moved.in.entry]);
    expect(moved.in.books.lots).toMatchObject([
      { orderId: "o", remaining: 0, expired: 50, expiredReversed: 0 },
    ]);
  });

  it("what is over, waits for the sweep and was counted as gone by a refund goes along, and is not taken again either", () => {
    const from = history();
    from.credit(50, "2026-01-01", { orderId: "o", expires: "2026-02-01" });
    from.reverse("o", 50, "2026-03-01");
    const moved = transfer(from.books, EMPTY_BOOKS, { out: cause("out"), in: cause("in") });
    assertCoherent(moved.out.books, [...from.entries, moved.out.entry]);
    assertCoherent(moved.in.books, [moved.in.entry]);
    expect(moved.in.books.lots).toMatchObject([
      { points: 50, remaining: 50, expired: 0, expiredReversed: 50 },
    ]);
  });
});
