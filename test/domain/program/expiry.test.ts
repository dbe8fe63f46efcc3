import { describe, expect, it } from "vitest";
import { expiresAt } from "#app/domain/program/expiry.ts";
import type { Expiry } from "#app/domain/program/program-body.ts";

const perLot = (months: number, roundUpTo: Expiry["roundUpTo"] = null): Expiry => ({
  ...{ mode: "per-lot", months, roundUpTo, dates: [] },
});
const fixed = (...dates: string[]): Expiry => ({ mode: "fixed-date", months: null, roundUpTo: null, dates });

function end(from: string, expiry: Expiry, zone = "UTC"): string | null {
  return expiresAt(new Date(from), expiry, zone)?.toISOString() ?? null;
}

describe("points that expire each after their own time", () => {
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
      "29 February + 12 months → through 28 February",
      "2028-02-29T12:00:00Z",
      12,
      "UTC",
      "2029-03-01T00:00:00.000Z",
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
    [
      "the first one, where clocks fall back at midnight and the day begins twice",
      "2025-10-01T12:00:00Z",
      1,
      "America/Havana",
      "2025-11-02T04:00:00.000Z",
    ],
    [
      "on Kiritimati, fourteen hours ahead, the day has begun that UTC calls yesterday",
      "2026-01-31T10:30:00Z",
      1,
      "Pacific/Kiritimati",
      "2026-03-01T10:00:00.000Z",
    ],
    [
      "in Pago Pago, eleven hours behind, the day lasts into what UTC calls tomorrow",
      "2026-02-01T10:30:00Z",
      1,
      "Pacific/Pago_Pago",
      "2026-03-01T11:00:00.000Z",
    ],
  ])("%s", (_, from, months, zone, expected) => {
    expect(end(from, perLot(months), zone)).toBe(expected);
  });

  it.each([
    ["the month", "2026-01-25T12:00:00Z", 1, "month", "2026-03-01"],
    ["the month, which its last day already is", "2026-01-31T12:00:00Z", 1, "month", "2026-03-01"],
    ["the month, in a leap year", "2028-01-10T12:00:00Z", 1, "month", "2028-03-01"],
    ["the quarter", "2026-01-25T12:00:00Z", 1, "quarter", "2026-04-01"],
    ["the quarter, from one into the next", "2026-03-31T12:00:00Z", 3, "quarter", "2026-07-01"],
    ["the half-year", "2026-01-25T12:00:00Z", 1, "half-year", "2026-07-01"],
    ["the half-year, into the next one", "2026-06-30T12:00:00Z", 1, "half-year", "2027-01-01"],
    ["the year", "2026-01-25T12:00:00Z", 12, "year", "2028-01-01"],
    ["the year, which its last day already is", "2025-12-31T12:00:00Z", 12, "year", "2027-01-01"],
  ] as const)("are usable through the end of %s on request", (_, from, months, roundUpTo, gone) => {
    expect(end(from, perLot(months, roundUpTo))).toBe(`${gone}T00:00:00.000Z`);
  });

  it("never, without an expiry", () => {
    expect(
      end("2026-01-25T12:00:00Z", { mode: "none", months: null, roundUpTo: null, dates: [] }),
    ).toBeNull();
  });
});

describe("points that expire on fixed dates", () => {
  it.each([
    ["are usable through the next of the dates", "2026-03-01", ["12-31", "06-30"], "2026-07-01"],
    ["are usable through a date that is the very day they are earned", "2026-06-30", ["06-30"], "2026-07-01"],
    ["wait for the next year when this year's dates are over", "2026-07-01", ["06-30"], "2027-07-01"],
    ["end on 28 February in a common year where the date is the 29th", "2026-02-01", ["02-29"], "2026-03-01"],
    ["end on 29 February in a leap year", "2028-02-01", ["02-29"], "2028-03-01"],
    ["follow a date of one year only once", "2026-05-01", ["2026-08-15"], "2026-08-16"],
    [
      "take the earlier of a yearly date and one of one year",
      "2026-05-01",
      ["12-31", "2026-08-15"],
      "2026-08-16",
    ],
    ["go by the yearly date once the other is over", "2026-08-16", ["12-31", "2026-08-15"], "2027-01-01"],
  ])("%s", (_, from, dates, gone) => {
    expect(end(`${from}T12:00:00Z`, fixed(...dates))).toBe(`${gone}T00:00:00.000Z`);
  });

  it("never expire when no date is left", () => {
    expect(end("2026-08-16T12:00:00Z", fixed("2026-08-15"))).toBeNull();
  });

  it("go by the shop's calendar: at New Year's Eve in New York the year is not over though it is in London", () => {
    expect(end("2027-01-01T03:00:00Z", fixed("12-31"), "America/New_York")).toBe("2027-01-01T05:00:00.000Z");
    expect(end("2027-01-01T03:00:00Z", fixed("12-31"), "Europe/London")).toBe("2028-01-01T00:00:00.000Z");
  });
});
