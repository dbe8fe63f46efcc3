import { describe, expect, it } from "vitest";
import { foldCase } from "#app/domain/shared/fold-case.ts";
import { parseRatio } from "#app/domain/shared/ratio.ts";

describe("texts compare regardless of the case of their letters", () => {
  it.each([
    ["VIP", "vip"],
    ["Straße", "STRASSE"],
    ["Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"],
    ["Чай", "ЧАЙ"],
    ["Été", "E\u0301TE\u0301"],
    ["İstanbul", "i\u0307stanbul"],
  ])("%s = %s", (one, other) => {
    expect(foldCase(one)).toBe(foldCase(other));
  });

  it("other letters are others", () => {
    expect(foldCase("tea")).not.toBe(foldCase("téa"));
    expect(foldCase("чай")).not.toBe(foldCase("чаи"));
  });
});

describe("a factor is exact", () => {
  it.each([
    ["1.5", 15n, 10n],
    ["2", 2n, 1n],
    ["0.10", 1n, 10n],
    ["100.00", 100n, 1n],
  ])("%s", (text, numerator, denominator) => {
    expect(parseRatio(text)).toEqual({ numerator, denominator });
  });

  it.each(["", "1,5", "-1", "x", "1.", ".5", "1e3"])('"%s" is none', (text) => {
    expect(parseRatio(text)).toBeNull();
  });
});
