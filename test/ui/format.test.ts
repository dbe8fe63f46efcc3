import { describe, expect, it } from "vitest";
import { createFormat } from "#app/ui/format.ts";

/** Intl puts narrow and non-breaking spaces; a person reads spaces. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("amounts", () => {
  it.each([
    ["USD", "en", 123456789n, "$1,234,567.89"],
    ["USD", "ru", 123456789n, "1 234 567,89 $"],
    ["JPY", "en", 1234567n, "¥1,234,567"],
    ["KWD", "en", 1234567n, "KWD 1,234.567"],
    ["KWD", "ru", 1n, "0,001 KWD"],
    ["USD", "en", -1050n, "-$10.50"],
    // Beyond what a float holds exactly: every digit stays.
    ["USD", "en", 9007199254740993n, "$90,071,992,547,409.93"],
  ])("in %s for %s are written from minor units", (currency, locale, minor, text) => {
    const format = createFormat(locale, { currency, timeZone: "UTC" });
    expect(plain(format.money(minor))).toBe(text);
    expect(plain(format.money(String(minor)))).toBe(text);
  });
});

describe("points and shares", () => {
  const format = createFormat("en", { currency: "USD", timeZone: "UTC" });

  it("show the sign of a change, and none for 0", () => {
    expect([format.signed(1200), format.signed(-30), format.signed(0)]).toEqual(["+1,200", "-30", "0"]);
  });

  it("are a dash where nothing has been observed, never 0", () => {
    expect(format.percent(null)).toBe("—");
    expect(format.day(null)).toBe("—");
    expect(format.percent(0)).toBe("0.0%");
  });
});

describe("decimals", () => {
  it.each([
    ["JPY", 3.5616, "¥3.56"],
    ["USD", 3.56169, "$3.5616"],
    ["USD", 0.01999, "$0.0199"],
  ])("of what a point is worth never round up: in %s %d is %s", (currency, major, text) => {
    expect(plain(createFormat("en", { currency, timeZone: "UTC" }).unit(major))).toBe(text);
  });
});

describe("days", () => {
  it("are the shop's, whatever the zone of reader and server", () => {
    const auckland = createFormat("en", { currency: "NZD", timeZone: "Pacific/Auckland" });
    expect(auckland.dayOf("2026-03-01T12:00:00Z")).toBe("Mar 2, 2026");
    expect(auckland.day("2026-03-01")).toBe("Mar 1, 2026");
    expect(createFormat("ru", { currency: "NZD", timeZone: "Pacific/Auckland" }).day("2026-03-01")).toMatch(
      /^1 мар/,
    );
  });

  it("name the last day on which expiring points can be used", () => {
    const newYork = createFormat("en", { currency: "USD", timeZone: "America/New_York" });
    expect(newYork.lastDayBefore("2026-07-01T04:00:00Z")).toBe("Jun 30, 2026");
  });
});
