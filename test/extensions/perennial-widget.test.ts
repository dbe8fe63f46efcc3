import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { themeCheckRun } from "@shopify/theme-check-node";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "#dev-store/storefront/liquid/engine.ts";
import { readLocales, textOf } from "#dev-store/storefront/liquid/translations.ts";

const extension = path.join(import.meta.dirname, "../../extensions/perennial-widget");
const pluralForms = new Set(["zero", "one", "two", "few", "many", "other"]);
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "perennial-widget-"));
  writeFileSync(path.join(scratch, "theme-check.yml"), "extends: theme-check:theme-app-extension\n");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function offensesIn(folder: string): Promise<string[]> {
  const { offenses } = await themeCheckRun(folder, path.join(scratch, "theme-check.yml"));
  return offenses.map(({ check, uri, message }) => `${check} ${path.basename(uri)}: ${message}`);
}

describe("Shopify's theme check", () => {
  it("finds nothing wrong", async () => {
    expect(await offensesIn(extension)).toEqual([]);
  });

  it("would find a missing text and an unknown filter", async () => {
    const broken = path.join(scratch, "broken");
    cpSync(extension, broken, { recursive: true });
    writeFileSync(path.join(broken, "snippets/broken.liquid"), "{{ 'balance.nothing' | t }}{{ 1 | shout }}");
    const checks = (await offensesIn(broken)).map((offense) => offense.split(" ")[0]);
    expect(checks).toEqual(expect.arrayContaining(["TranslationKeyExists", "UnknownFilter"]));
  });
});

describe("budgets", () => {
  const gzipped = (files: string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  const assets = (ending: string) =>
    readdirSync(path.join(extension, "assets"))
      .filter((file) => file.endsWith(ending))
      .map((file) => path.join(extension, "assets", file));

  it.each([
    [".js", 3 * 1024],
    [".css", 4 * 1024],
  ])("all %s files together stay within %i bytes compressed", (ending, budget) => {
    const files = assets(ending);
    expect(files.length).toBeGreaterThan(0);
    expect(gzipped(files)).toBeLessThanOrEqual(budget);
  });

  it("all Liquid stays within Shopify's 100 KB", () => {
    const files = ["blocks", "snippets"].flatMap((folder) =>
      readdirSync(path.join(extension, folder)).map((file) => path.join(extension, folder, file)),
    );
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(100_000);
  });

  it("names no side that would be wrong in a right-to-left shop", () => {
    for (const file of assets(".css")) {
      const rules = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
      expect(rules).not.toMatch(/\b(left|right)\b/);
    }
  });
});

describe("locales", () => {
  const keysOf = (node: unknown, prefix = ""): string[] => {
    if (typeof node !== "object" || node === null) return [prefix];
    const plural = Object.keys(node).every((key) => pluralForms.has(key));
    return plural
      ? [prefix]
      : Object.entries(node).flatMap(([key, value]) => keysOf(value, `${prefix}.${key}`));
  };
  const read = (file: string) =>
    JSON.parse(readFileSync(path.join(extension, "locales", file), "utf8")) as unknown;

  it.each([
    ["en.default.json", "ru.json"],
    ["en.default.schema.json", "ru.schema.json"],
  ])("%s and %s have the same keys", (english, russian) => {
    expect(keysOf(read(russian)).sort()).toEqual(keysOf(read(english)).sort());
  });

  it("have every plural form that the language needs, each with the same gaps to fill", () => {
    const plurals = (node: unknown): Record<string, string>[] => {
      if (typeof node !== "object" || node === null) return [];
      const keys = Object.keys(node);
      if (keys.every((key) => pluralForms.has(key))) return [node as Record<string, string>];
      return Object.values(node).flatMap(plurals);
    };
    for (const [file, locale] of [
      ["en.default.json", "en"],
      ["ru.json", "ru"],
    ] as const) {
      const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      const found = plurals(read(file));
      expect(found.length).toBeGreaterThan(0);
      for (const forms of found) {
        expect(Object.keys(forms).sort()).toEqual([...needed].sort());
        const gaps = Object.values(forms).map((text) => (text.match(/\{\{.*?\}\}/g) ?? []).join());
        expect(new Set(gaps).size).toBe(1);
      }
    }
  });

  it.each([
    [0, "0 баллов"],
    [1, "1 балл"],
    [2, "2 балла"],
    [4, "4 балла"],
    [5, "5 баллов"],
    [11, "11 баллов"],
    [12, "12 баллов"],
    [21, "21 балл"],
    [22, "22 балла"],
    [25, "25 баллов"],
    [111, "111 баллов"],
    [1001, "1001 балл"],
  ])("count %i in Russian as %s", (count, text) => {
    expect(textOf(readLocales(extension), "ru", "points.count", { count })).toBe(text);
  });
});

describe("points earned by a price, in Liquid", () => {
  const engine = createEngine({ root: extension, locales: readLocales(extension), assetsUrl: "/assets" });
  const earned = async (
    hundredths: number,
    currency: string,
    points: number,
    perMinor: number,
    rounding: string,
  ) => {
    const program = { currency, earn: { points, perMinor, rounding } };
    const html = (await engine.renderFile("snippets/points-earned", {
      price: hundredths,
      program,
    })) as string;
    return html.trim();
  };

  it.each([
    ["1 per 1.00 of 19.99 is 19", 1999, "USD", 1, 100, "floor", "19"],
    ["3 per 1.00 of 40.00 is 120", 4000, "USD", 3, 100, "floor", "120"],
    ["1 per 2.00 of 19.99 is 9", 1999, "USD", 1, 200, "floor", "9"],
    ["half up: 0.50 at 1 per 1.00 is 1", 50, "USD", 1, 100, "half-up", "1"],
    ["half up: 0.49 at 1 per 1.00 is 0", 49, "USD", 1, 100, "half-up", "0"],
    ["ceil: 19.01 at 1 per 1.00 is 20", 1901, "USD", 1, 100, "ceil", "20"],
    ["ceil of a whole is the whole", 1900, "USD", 1, 100, "ceil", "19"],
    ["yen have no cents: 1 per 100 yen of 1,999 yen is 19", 199_900, "JPY", 1, 100, "floor", "19"],
    ["dinars have three decimals: 1 per 0.100 of 1.999 is 19", 199.9, "KWD", 1, 100, "floor", "19"],
  ])("%s", async (_rule, hundredths, currency, points, perMinor, rounding, expected) => {
    expect(await earned(hundredths, currency, points, perMinor, rounding)).toBe(expected);
  });

  it("is what exact whole-number arithmetic gives, for any price, rate and rounding", async () => {
    const rate = fc.integer({ min: 1, max: 5_000 });
    const price = fc.integer({ min: 0, max: 100_000_000 });
    const rounding = fc.constantFrom("floor", "half-up", "ceil");
    await fc.assert(
      fc.asyncProperty(price, rate, rate, rounding, async (cents, points, perMinor, rule) => {
        const [dividend, divisor] = [BigInt(cents) * BigInt(points), BigInt(perMinor)];
        const exact =
          rule === "floor"
            ? dividend / divisor
            : rule === "ceil"
              ? (dividend + divisor - 1n) / divisor
              : (2n * dividend + divisor) / (2n * divisor);
        expect(await earned(cents, "USD", points, perMinor, rule)).toBe(String(exact));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a tier, in Liquid", () => {
  const engine = createEngine({ root: extension, locales: readLocales(extension), assetsUrl: "/assets" });
  const tier = (id: string, more: object = {}) => ({
    id,
    name: id,
    texts: {},
    from: [],
    benefits: [],
    ...more,
  });
  const program = (currency = "USD") => ({
    currency,
    tiers: {
      join: "any",
      ladder: [
        tier("Silver"),
        tier("Gold", {
          texts: { ru: { name: "Зо<лото" } },
          benefits: [{ kind: "multiplier", value: "1.5" }],
        }),
      ],
    },
  });
  const next = {
    ...{ tierId: "Gold", percent: 56, by: "2026-12-31" },
    missing: [
      { measure: "spent", amount: "220.00" },
      { measure: "orders", amount: "2" },
    ],
  };
  const loyalty = (more: object = {}) => ({
    tier: { ...{ tierId: "Silver", closed: null, keptThrough: null, toKeep: [], next }, ...more },
  });
  const render = async (snippet: string, values: object, { locale = "en", cart = "USD" } = {}) => {
    const globals = { request: { locale: { iso_code: locale } }, cart: { currency: { iso_code: cart } } };
    const html = (await engine.renderFile(
      `snippets/${snippet}`,
      { id: "b", ...values },
      { globals },
    )) as string;
    return html
      .replace(/<[^>]*>/g, "")
      .replace(/\s+/g, " ")
      .trim();
  };

  it("says what is missing until when, in the shopper's language", async () => {
    const values = { program: program(), loyalty: loyalty() };
    expect(await render("tier-standing", values)).toContain(
      "$220.00 or 2 orders more by December 31, 2026 and you are Gold",
    );
    expect(await render("tier-standing", values, { locale: "ru" })).toContain(
      "Ещё 220,00 $ или 2 заказа до 31.12.2026 включительно — и ваш уровень: Зо&lt;лото",
    );
  });

  it("names the currency where the cart is in another one, and has yen without decimals", async () => {
    expect(
      await render("tier-standing", { program: program(), loyalty: loyalty() }, { cart: "EUR" }),
    ).toContain("220.00 USD or");
    const yen = { ...next, missing: [{ measure: "spent", amount: "3800" }] };
    const values = { program: program("JPY"), loyalty: loyalty({ next: yen }) };
    expect(await render("tier-standing", values, { cart: "JPY" })).toContain("¥3,800 more by");
  });

  it("shows a closed tier to its member alone", async () => {
    const inside = loyalty({ tierId: "Club", closed: tier("Club"), next: null });
    expect(await render("tier-table", { program: program(), loyalty: inside })).toContain("Club");
    expect(await render("tier-table", { program: program(), loyalty: loyalty() })).not.toContain("Club");
  });

  it("writes what it gives with the decimal sign of the language", async () => {
    expect(await render("tier-table", { program: program() }, { locale: "ru" })).toContain("× 1,5");
  });
});
