import { expect, it } from "vitest";
import { applyFulfilment } from "#app/domain/earning/apply-effects.ts";
import { BASE_RULE, DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { EMPTY_BOOKS, type MemberBooks } from "#app/domain/points/books.ts";

it("the fulfilment of an order that earned nothing keeps no points alive", () => {
  const body = {
    ...DEFAULT_PROGRAM,
    earning: { ...DEFAULT_PROGRAM.earning, rules: [BASE_RULE], pendingFrom: "fulfilled" as const },
    expiry: { mode: "inactivity" as const, months: 12, roundUpTo: null, dates: [] },
  };
  const publishedAt = new Date("2026-01-01T00:00:00Z");
  const versions = [{ version: 1, publishedAt, publishedBy: "merchant", body }];
  const expiresAt = new Date("2027-02-02T00:00:00Z");
  const lot = {
    ...{ seq: 1, n: 1, orderId: "first", points: 10, remaining: 10, expired: 0, expiredReversed: 0 },
    ...{ extended: false, earnedAt: new Date("2026-02-01T00:00:00Z"), maturesAt: null, expiresAt },
    slide: { months: 12, roundUpTo: null },
  };
  const books: MemberBooks = { ...EMPTY_BOOKS, balance: 10, lastSeq: 1, lots: [lot] };
  const paidAt = new Date("2026-06-01T00:00:00Z");
  const order = { orderId: "free", memberId: "ada", paidAt, earnedAt: paidAt, fulfilledAt: paidAt };
  const fulfilled = applyFulfilment(books, order, 1, { versions, timeZone: "UTC", now: paidAt });
  expect(fulfilled.books.lots[0]?.expiresAt).toEqual(expiresAt);
});
