import { describe, expect, it } from "vitest";
import { type Cause, EMPTY_BOOKS, expiring, type MemberBooks } from "#app/domain/points/books.ts";
import { comeDue } from "#app/domain/points/come-due.ts";
import { credit } from "#app/domain/points/credit.ts";
import { reverse } from "#app/domain/points/reverse.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import { lifeOf } from "#app/domain/program/expiry.ts";
import type { Expiry } from "#app/domain/program/program-body.ts";
import { MEMBER } from "#test/support/books.ts";

const ONE_YEAR: Expiry = { mode: "inactivity", months: 12, roundUpTo: null, dates: [] };
const ZONE = "America/New_York";
const noon = (day: string) => new Date(`${day}T17:00:00Z`);
const midnight = (day: string) => new Date(`${day}T05:00:00Z`);

const cause = (at: Date): Cause => ({
  ...{ key: `k${at.getTime()}`, input: "", at, reason: "test", source: { type: "test", id: "1" } },
});

function earn(books: MemberBooks, points: number, at: Date, expiry = ONE_YEAR): MemberBooks {
  const given = { points, earnedAt: at, ...lifeOf(at, expiry, ZONE) };
  return keepAlive(credit(books, "earn", given, cause(at)).books, at, ZONE);
}

const ends = (books: MemberBooks) => books.lots.map((lot) => lot.expiresAt);

describe("points that expire by inactivity", () => {
  it("500 earned 1 Jan 2021, 100 on 31 Dec 2021, one year → all 600 usable through 31 Dec 2022, gone on 1 Jan 2023", () => {
    const books = earn(earn(EMPTY_BOOKS, 500, noon("2021-01-01")), 100, noon("2021-12-31"));
    expect(expiring(books, noon("2022-12-31"))).toEqual([{ points: 600, expiresAt: midnight("2023-01-01") }]);
    expect(comeDue(books, MEMBER, noon("2022-12-31")).books.balance).toBe(600);
    const after = comeDue(books, MEMBER, midnight("2023-01-01"));
    expect(after.books.balance).toBe(0);
    expect(after.entries.map(({ points }) => points)).toEqual([-500, -100]);
  });

  it("a redemption keeps them alive like an earning", () => {
    const books = keepAlive(earn(EMPTY_BOOKS, 500, noon("2021-01-01")), noon("2021-06-15"), ZONE);
    expect(ends(books)).toEqual([midnight("2022-06-16").getTime() - 3_600_000].map((at) => new Date(at)));
  });

  it("an activity after they have expired brings nothing back, swept or not", () => {
    const books = earn(EMPTY_BOOKS, 500, noon("2021-01-01"));
    const unswept = keepAlive(books, noon("2022-01-02"), ZONE);
    expect(ends(unswept)).toEqual([midnight("2022-01-02")]);
    const swept = comeDue(books, MEMBER, noon("2022-01-02")).books;
    expect(keepAlive(swept, noon("2022-01-03"), ZONE)).toMatchObject({
      balance: 0,
      lots: [{ remaining: 0 }],
    });
  });

  it("an activity at the very instant of their end comes too late", () => {
    const books = earn(EMPTY_BOOKS, 500, noon("2021-01-01"));
    expect(ends(keepAlive(books, midnight("2022-01-02"), ZONE))).toEqual([midnight("2022-01-02")]);
  });

  it("orders told in any order live equally long", () => {
    const days = ["2021-01-01", "2021-09-10", "2022-06-01", "2022-06-02"];
    const permutations = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ];
    for (const permutation of permutations) {
      const books = permutation.reduce((next, day) => earn(next, 10, noon(days[day]!)), EMPTY_BOOKS);
      const last = new Date(midnight("2023-06-03").getTime() - 3_600_000);
      expect(ends(books)).toEqual([last, last, last, last]);
    }
  });

  it("what a refund found over and counted as gone no earning that is told later brings back", () => {
    const given = {
      points: 10,
      orderId: "o",
      earnedAt: noon("2021-01-01"),
      ...lifeOf(noon("2021-01-01"), ONE_YEAR, ZONE),
    };
    const { books } = credit(EMPTY_BOOKS, "earn", given, cause(noon("2021-01-01")));
    const refund = {
      orderId: "o",
      points: 10,
      negativeBalance: { policy: "allow" },
      now: noon("2022-02-01"),
    } as const;
    const refunded = reverse(books, refund, cause(noon("2022-02-01")));
    expect(refunded.entry).toMatchObject({ points: 0, alreadyExpired: 10 });
    const later = earn(refunded.books, 5, noon("2021-06-01"));
    expect(ends(later)[0]).toEqual(midnight("2022-01-02"));
    expect(comeDue(later, MEMBER, noon("2022-02-02")).books.balance).toBe(5);
  });

  it("nothing else slides: points with a life of their own keep it, and each lot goes by the mode it was made under", () => {
    const half: Expiry = { ...ONE_YEAR, months: 6 };
    const perLot: Expiry = { ...ONE_YEAR, mode: "per-lot" };
    const first = earn(earn(EMPTY_BOOKS, 10, noon("2021-01-01"), perLot), 20, noon("2021-01-01"), half);
    const books = earn(first, 30, noon("2021-03-01"));
    expect(ends(books)).toEqual([
      midnight("2022-01-02"),
      new Date(midnight("2021-09-02").getTime() - 3_600_000),
      midnight("2022-03-02"),
    ]);
  });

  it("month ends don't drift: each activity counts from its own day, not from the shorter month before", () => {
    const month: Expiry = { ...ONE_YEAR, months: 1 };
    const january = earn(EMPTY_BOOKS, 10, noon("2021-01-31"), month);
    expect(ends(january)).toEqual([midnight("2021-03-01")]);
    const february = keepAlive(january, noon("2021-02-28"), ZONE);
    expect(ends(february)).toEqual([new Date("2021-03-29T04:00:00Z")]);
    expect(ends(keepAlive(january, noon("2021-02-27"), ZONE))).toEqual([new Date("2021-03-28T04:00:00Z")]);
    const again = keepAlive(february, new Date("2021-03-28T16:00:00Z"), ZONE);
    expect(ends(keepAlive(again, new Date("2021-03-31T16:00:00Z"), ZONE))).toEqual([
      new Date("2021-05-01T04:00:00Z"),
    ]);
  });

  it("rounds up to the end of the period in which the last day falls", () => {
    const quarter: Expiry = { ...ONE_YEAR, months: 1, roundUpTo: "quarter" };
    const books = earn(earn(EMPTY_BOOKS, 10, noon("2021-01-05"), quarter), 20, noon("2021-02-25"), quarter);
    expect(ends(books)).toEqual([0, 0].map(() => new Date("2021-04-01T04:00:00Z")));
    expect(ends(keepAlive(books, noon("2021-03-01"), ZONE))[0]).toEqual(new Date("2021-07-01T04:00:00Z"));
  });
});
