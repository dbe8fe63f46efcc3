import { Temporal } from "@js-temporal/polyfill";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion } from "#app/domain/shared/apportion.ts";
import { addMonths, businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
import { buildGid, decimalTail, parseGid } from "#app/domain/shared/ids.ts";
import { formatMoney, parseMoney } from "#app/domain/shared/money.ts";
import { mulDiv } from "#app/domain/shared/rounding.ts";

describe("sharing out", () => {
  it("the parts always sum to the whole and none is off its share by a unit", () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.array(fc.bigInt(0n, 10n ** 9n), { minLength: 1, maxLength: 500 }),
        (total, weights) => {
          const parts = apportion(total, weights);
          const sum = weights.reduce((a, b) => a + b, 0n);
          expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
          if (sum > 0n) {
            for (const [position, part] of parts.entries()) {
              expect(part * sum).toBeGreaterThan(total * weights[position]! - sum);
              expect(part * sum).toBeLessThan(total * weights[position]! + sum);
            }
          }
        },
      ),
    );
  });

  it("ties go to the earlier one, and without weights the first takes all", () => {
    expect(apportion(1n, [1n, 1n, 1n])).toEqual([1n, 0n, 0n]);
    expect(apportion(5n, [0n, 0n])).toEqual([5n, 0n]);
  });
});

describe("rounding", () => {
  it.each([
    ["19 × 1.5 floor", 19n, 3n, 2n, "floor" as const, 28n],
    ["19 × 1.5 half-up", 19n, 3n, 2n, "half-up" as const, 29n],
    ["19 × 1.5 ceil", 19n, 3n, 2n, "ceil" as const, 29n],
    ["−19 × 1.5 floor goes down", -19n, 3n, 2n, "floor" as const, -29n],
    ["−19 × 1.5 half-up goes up", -19n, 3n, 2n, "half-up" as const, -28n],
    ["−19 × 1.5 ceil goes up", -19n, 3n, 2n, "ceil" as const, -28n],
  ])("%s", (_, value, factor, divisor, rounding, expected) => {
    expect(mulDiv(value, factor, divisor, rounding)).toBe(expected);
  });
});

describe("money", () => {
  it("goes to text and back without loss in currencies of 0, 2 and 3 digits", () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 18n), 10n ** 18n),
        fc.constantFrom("JPY", "USD", "KWD"),
        (minor, currency) => {
          expect(parseMoney(formatMoney(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });

  it.each([
    ["1980", "JPY", 1980n],
    ["1980.00", "JPY", 1980n],
    ["1980.5", "JPY", null],
    ["19.999", "KWD", 19999n],
    ["19.9", "USD", 1990n],
    ["1,980", "USD", null],
    ["1e3", "USD", null],
    ["", "USD", null],
  ])("%j in %s is %s", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor);
  });
});

describe("the calendar", () => {
  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-12-31", 2, "2027-02-28"],
    ["2026-03-31", -1, "2026-02-28"],
    // Counted from the first day each time, months never drift to the shortest of them.
    ["2026-01-31", 2, "2026-03-31"],
    ["2026-01-31", 13, "2027-02-28"],
    ["2026-01-31", 14, "2027-03-31"],
  ])("%s plus %i months is %s", (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  it("every instant lies within its day, in every zone", () => {
    const zones = [
      "America/New_York",
      "Pacific/Auckland",
      "Asia/Kolkata",
      "America/Sao_Paulo",
      "Pacific/Apia",
      "UTC",
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...zones), (seconds, zone) => {
        const instant = new Date(seconds * 1000);
        const day = businessDate(instant, zone);
        expect(startOfDay(day, zone).getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(businessDate(startOfDay(day, zone), zone)).toBe(day);
      }),
    );
  });

  it("the day of an instant is the one that Temporal says, also where the clocks once went back over midnight", () => {
    const zones = ["America/St_Johns", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Africa/Cairo"];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...zones), (seconds, zone) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        const day = instant.toZonedDateTimeISO(zone).toPlainDate().toString();
        expect(businessDate(new Date(seconds * 1000), zone)).toBe(day);
      }),
    );
    // St John's went back from 00:01 to 23:01: the 29th had begun, and was the 28th once more.
    expect(businessDate(new Date("2006-10-29T02:30:30Z"), "America/St_Johns")).toBe("2006-10-29");
    expect(businessDate(new Date("2006-10-29T02:31:30Z"), "America/St_Johns")).toBe("2006-10-28");
  });
});

describe("Shopify's ids", () => {
  it("of 20 digits survive", () => {
    const id = buildGid("Order", "18446744073709551615");
    expect(parseGid(id)).toEqual({ type: "Order", number: "18446744073709551615" });
    expect(decimalTail(id)).toBe("18446744073709551615");
    expect(decimalTail("csv:#1001")).toBe("csv:#1001");
  });
});
