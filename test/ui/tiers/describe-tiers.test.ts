import { describe, expect, it } from "vitest";
import { compareProgram } from "#app/domain/program/compare-programs.ts";
import { DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";
import { LOCALES } from "#app/i18n.ts";
import { describePart, describeProgram } from "#app/ui/describe-program.ts";
import { createFormat } from "#app/ui/format.ts";
import { exampleOfTier } from "#app/ui/tiers/describe-tiers.ts";
import { textsOf } from "#test/support/texts.ts";

const GOLD: Tier = {
  ...{ ...PLAIN_TIER, id: "gold", name: "Gold", from: "1000" },
  also: [{ measure: "orders", from: "5" }],
  ...{ entryTag: "vip", multiplier: "1.5", rounding: "ceil", entryPoints: 100, entryRewardId: "tenth" },
  ...{ birthdayPoints: 50, freeShipping: "code", expiryMonths: 24, earlyAccess: true },
  ...{ color: "#c9982e", icon: "crown", tag: "our-gold" },
  texts: { ru: { name: "Золото", description: "Для лучших" } },
};
const TIERS: Tiers = {
  ...{ measure: "spent", join: "all", window: { kind: "rolling", months: 12, keepNext: false } },
  ...{ graceDays: 30, countPending: true, softLanding: true, noticeDays: 14, replaced: { old: "gold" } },
  ladder: [{ ...PLAIN_TIER, id: "bronze", name: "Bronze", from: "0" }, GOLD],
};
const body = (tiers: Tiers): ProgramBody => ({ ...DEFAULT_PROGRAM, tiers });
const wordsIn = (locale: (typeof LOCALES)[number]) => ({
  t: textsOf(locale).getFixedT(locale, "program"),
  format: createFormat(locale, { currency: "USD", timeZone: "America/New_York" }),
});
const said = (locale: (typeof LOCALES)[number], tiers: Tiers) => {
  const { t, format } = wordsIn(locale);
  return describeProgram(t, body(tiers), format).join("\n");
};

const CHANGES: readonly [string, Partial<Tiers>][] = [
  ["measure", { measure: "points" }],
  ["join", { join: "any" }],
  ["months", { window: { ...TIERS.window, months: 6 } }],
  ["window", { window: { kind: "lifetime", months: null, keepNext: false } }],
  ["keepNext", { window: { kind: "calendar-year", months: null, keepNext: true } }],
  ["graceDays", { graceDays: 0 }],
  ["countPending", { countPending: false }],
  ["softLanding", { softLanding: false }],
  ["noticeDays", { noticeDays: null }],
  ["replaced", { replaced: {} }],
];
const TIER_CHANGES: Partial<Tier>[] = [
  { name: "Au" },
  { from: "900" },
  { from: null, also: [] },
  { also: [] },
  { entryTag: null },
  { multiplier: "2" },
  { rounding: "floor" },
  { entryPoints: null },
  { entryRewardId: null },
  { birthdayPoints: 60 },
  { freeShipping: "automatic" },
  { expiryMonths: null },
  { earlyAccess: false },
  { color: null },
  { icon: "gem" },
  { tag: null },
  { texts: { ru: { name: "Золото", description: null } } },
];

describe.each(LOCALES)("tiers in words, in %s", (locale) => {
  const usual = said(locale, TIERS);

  it("leave no text out and no placeholder in", () => {
    const kinds = ["lifetime", "calendar-year", "rolling", "from-joining"] as const;
    const all = kinds.flatMap((kind) =>
      (["spent", "points", "orders"] as const).map(
        (measure) =>
        said(locale, { ...TIERS, measure, window: { ...TIERS.window, kind }, ladder: [...TIERS.ladder, { ...GOLD, id: "club", from: null, also: [], freeShipping: "automatic" }] }), // prettier-ignore
      ),
    );
    expect(all.join("\n")).not.toMatch(
      /\{\{|undefined|null|NaN|tiers:|within\.|amount\.|benefit\.|rules\.|reach\.|look\./,
    );
  });

  it.each(CHANGES)("say another thing when %s is another", (_, change) => {
    expect(said(locale, { ...TIERS, ...change })).not.toBe(usual);
  });

  it.each(TIER_CHANGES.map((change) => [JSON.stringify(change), change] as const))(
    "say another thing of a tier with %s",
    (_, change) => {
      expect(said(locale, { ...TIERS, ladder: [TIERS.ladder[0]!, { ...GOLD, ...change }] })).not.toBe(usual);
    },
  );
});

describe("the example of a tier", () => {
  const en = wordsIn("en");
  const gold = { ...GOLD, also: [] };
  const plain = body({ ...TIERS, ladder: [TIERS.ladder[0]!, gold] });

  it("says who is in it and what a purchase earns then", () => {
    expect(exampleOfTier(en, plain, gold)).toBe(
      "A member with $1,000.00 spent within 12 months is Gold and earns 1.5 points for every $1.00.",
    );
    expect(exampleOfTier(en, plain, TIERS.ladder[0]!)).toBe(
      "A new member is Bronze and earns 1 point for every $1.00.",
    );
  });

  it("counts in Russian as Russians do", () => {
    expect(exampleOfTier(wordsIn("ru"), plain, { ...gold, multiplier: "5" })).toMatch(
      /^Участник, у которого покупок на 1\s000,00\s\$ за 12 месяцев, получает уровень «Gold» и 5 баллов за каждые 1,00\s\$\.$/u,
    );
  });
});

describe("two programs compared", () => {
  it("tell the rules of the ladder and each tier apart", () => {
    const after = body({
      ...TIERS,
      graceDays: 10,
      ladder: [
        { ...GOLD, from: "0" },
        { ...TIERS.ladder[0]!, from: "10" },
        { ...GOLD, id: "new", from: "2000" },
      ],
    });
    expect(compareProgram(body(TIERS), after)).toEqual([
      { kind: "changed", part: { type: "tiers" } },
      { kind: "changed", part: { type: "tier", id: "gold" } },
      { kind: "changed", part: { type: "tier", id: "bronze" } },
      { kind: "added", part: { type: "tier", id: "new" } },
      { kind: "reordered", list: "tiers" },
    ]);
  });

  it("name a ladder that comes or goes with each of its tiers", () => {
    expect(compareProgram(DEFAULT_PROGRAM, body(TIERS)).map(({ kind }) => kind)).toEqual([
      "added",
      "added",
      "added",
    ]);
    expect(compareProgram(body(TIERS), DEFAULT_PROGRAM).map(({ kind }) => kind)).toEqual([
      "removed",
      "removed",
      "removed",
    ]);
    const { t, format } = wordsIn("en");
    const words = { t, format, nameOf: (id: string) => (id === "old" ? "Old Gold" : undefined) };
    expect(describePart(words, body(TIERS), { type: "tiers" }).text).toContain(
      "Members of Old Gold go to Gold.",
    );
  });
});
