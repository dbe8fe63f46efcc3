import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion, formatMoney, parseMoney } from "#dev-store/state/money.ts";
import { shareOf } from "#dev-store/state/operations/totals.ts";
import { zonedInstant } from "#dev-store/webhooks/zoned-instant.ts";

const amounts = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const currencies = fc.constantFrom("USD", "JPY", "KWD");

describe("money", () => {
  it("written and read again is the same in every currency", () => {
    fc.assert(
      fc.property(
        amounts,
        currencies,
        (minor, currency) => parseMoney(formatMoney(minor, currency), currency) === minor,
      ),
    );
  });

  it.each([
    ["19.99", "USD", 1999n],
    ["19.9", "USD", 1990n],
    ["19.990", "USD", 1999n],
    ["19.999", "USD", null],
    ["12.5", "JPY", null],
    ["1.234", "KWD", 1234n],
    ["-0.01", "USD", -1n],
    [".5", "USD", 50n],
    ["", "USD", null],
    [".", "USD", null],
    ["1e3", "USD", null],
    ["1,000.00", "USD", null],
  ])("%s in %s is read as %s", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor);
  });

  it("shared over weights keeps the whole, and gives nobody more than a unit above their share", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, weights, (total, parts) => {
        const shares = apportion(total, parts);
        expect(shares.reduce((sum, one) => sum + one, 0n)).toBe(total);
        const sum = parts.reduce((a, b) => a + b, 0n);
        if (sum === 0n) return;
        shares.forEach((share, index) => {
          const exact = (total * (parts[index] ?? 0n)) / sum;
          const apart = share - exact;
          expect(apart >= -1n && apart <= 1n).toBe(true);
        });
      }),
    );
  });

  it("of units taken one by one comes to the money of all units", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.integer({ min: 1, max: 50 }),
        (amount, quantity) => {
          let taken = 0n;
          for (let unit = 0; unit < quantity; unit += 1)
            taken += shareOf(amount, unit + 1, quantity) - shareOf(amount, unit, quantity);
          return taken === amount;
        },
      ),
    );
  });
});

describe("an instant in a shop's zone", () => {
  it.each([
    ["2022-01-01T00:00:00Z", "America/New_York", "2021-12-31T19:00:00-05:00"],
    ["2022-07-01T00:00:00Z", "America/New_York", "2022-06-30T20:00:00-04:00"],
    ["2022-01-01T00:00:00Z", "Asia/Kolkata", "2022-01-01T05:30:00+05:30"],
    ["2022-01-01T00:00:00Z", "Pacific/Auckland", "2022-01-01T13:00:00+13:00"],
    ["2022-01-01T00:00:00Z", "UTC", "2022-01-01T00:00:00+00:00"],
  ])("%s in %s is %s", (instant, zone, written) => {
    expect(zonedInstant(instant, zone)).toBe(written);
  });
});
