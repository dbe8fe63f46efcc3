import { describe, expect, it } from "vitest";
import { expiresAt } from "#app/domain/program/expiry.ts";

const perLot = (months: number) => ({ mode: "per-lot" as const, months, roundUpTo: null, dates: [] });

describe("when points expire", () => {
  it.each([
    [
      "25 January + 1 month → usable through 25 February",
      "2026-01-25T12:00:00Z",
      1,
      "UTC",
      "2026-02-26T00:00:00.000Z",
    ],
    [
      "31 January + 1 month → through 28 February",
      "2026-01-31T12:00:00Z",
      1,
      "UTC",
      "2026-03-01T00:00:00.000Z",
    ],
    [
      "31 January 2028 + 1 month → through 29 February",
      "2028-01-31T12:00:00Z",
      1,
      "UTC",
      "2028-03-01T00:00:00.000Z",
    ],
    [
      "the day is the shop's: late evening in New York is not the next day",
      "2026-01-26T04:30:00Z",
      1,
      "America/New_York",
      "2026-02-26T05:00:00.000Z",
    ],
    [
      "the first instant of the day after, also where clocks jump over midnight",
      "2018-10-03T12:00:00Z",
      1,
      "America/Sao_Paulo",
      "2018-11-04T03:00:00.000Z",
    ],
  ])("%s", (_, from, months, zone, expected) => {
    expect(expiresAt(new Date(from), perLot(months), zone)?.toISOString()).toBe(expected);
  });

  it("never, without an expiry", () => {
    expect(
      expiresAt(new Date(), { mode: "none", months: null, roundUpTo: null, dates: [] }, "UTC"),
    ).toBeNull();
  });
});
