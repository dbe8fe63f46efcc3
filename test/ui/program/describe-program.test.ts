import { describe, expect, it } from "vitest";
import { LOCALES } from "#app/i18n.ts";
import { BASE_RULE, DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { describeProgram } from "#app/ui/describe-program.ts";
import { createFormat } from "#app/ui/format.ts";
import { FULL_PROGRAM } from "#test/support/full-program.ts";
import { textsOf } from "#test/support/texts.ts";

const texts = { en: textsOf("en").getFixedT("en", "program"), ru: textsOf("ru").getFixedT("ru", "program") };
const describeIn = (locale: (typeof LOCALES)[number], body: ProgramBody) =>
  describeProgram(
    texts[locale],
    body,
    createFormat(locale, { currency: "USD", timeZone: "America/New_York" }),
  );

type Path = readonly (string | number)[];

/** Every value that stands in a body, by the way to it. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const children = Object.entries(value);
  return children.flatMap(([key, child]) =>
    leavesOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const SWAPS: Readonly<Record<string, string>> = {
  purchase: "sign-up",
  birthday: "anniversary",
  "nth-order": "first-order",
  action: "birthday",
  "half-up": "ceil",
  ceil: "half-up",
  fulfilled: "paid",
  inactivity: "per-lot",
  year: "month",
  limit: "clamp",
  "amount-off": "store-credit",
  "free-product": "free-shipping",
};

/** The same body with another value there. */
function changedAt(body: ProgramBody, path: Path): ProgramBody {
  const copy = structuredClone(body) as unknown as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  const holder = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (part, key) => part[key] as Record<string | number, unknown>,
      copy,
    );
  holder[last] = another(holder[last]);
  return copy as unknown as ProgramBody;
}

function another(value: unknown): unknown {
  switch (typeof value) {
    case "number":
      return value + 1;
    case "boolean":
      return !value;
    case "string": {
      const swapped = SWAPS[value];
      if (swapped !== undefined) return swapped;
      if (/^\d{4}-.*Z$/.test(value)) return value.replace(/^\d{4}/, "2031");
      return /^\d+(\.\d+)?$/.test(value) ? String(Number(value) + 0.25) : `${value}7`;
    }
    default:
      return 7;
  }
}

/** Not for people: how parts are told apart, what no kind here uses, and what this release refuses. */
const UNSAID = /^(tiers|referrals)$|\/(id|tierIds)$|variantId$/;

const said = leavesOf(FULL_PROGRAM)
  .filter((path) => !UNSAID.test(path.join("/")))
  // A rule of another kind than purchase has no divisor and no rounding to speak of: what it can't have is refused.
  .filter(
    (path) => !/^earning\/rules\/[123]\/(per|rounding|basis|every|action|cap|perMember)/.test(path.join("/")),
  )
  .filter(
    (path) =>
      !/^rewards\/1\/(value|slider)$|^rewards\/[023]\/product$|^rewards\/[23]\/slider$/.test(path.join("/")),
  )
  .filter((path) => !(path.at(-1) === "dates" || path.at(-1) === "every" || path.at(-1) === "action"))
  .filter((path) => path.join("/") !== "earning/rules/0/perMember");

describe.each(LOCALES)("a program in words, in %s", (locale) => {
  const sentences = describeIn(locale, FULL_PROGRAM);

  it("leaves no text out and no placeholder in", () => {
    const all = [...sentences, ...describeIn(locale, DEFAULT_PROGRAM)].join("\n");
    expect(all).not.toMatch(/\{\{|undefined|null|NaN|sentence\.|condition\.|reward\.|kind\./);
  });

  it.each(said.map((path) => [path.join("/"), path] as const))(
    "says another thing when %s is another",
    (_, path) => {
      expect(describeIn(locale, changedAt(FULL_PROGRAM, path)).join("\n")).not.toBe(sentences.join("\n"));
    },
  );
});

describe("a program in words", () => {
  it("is short where all is as usual", () => {
    expect(describeIn("en", DEFAULT_PROGRAM)).toEqual([
      "1 point for every $1.00 of goods.",
      "Points can be spent at once.",
      "Points never expire.",
      "Points taken back beyond the balance are owed.",
    ]);
  });

  it("says days in the shop's calendar: what ends at the start of a day runs through the day before", () => {
    const rule = { ...BASE_RULE, from: "2026-05-01T04:00:00.000Z", until: "2026-06-01T04:00:00.000Z" };
    const body = { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, rules: [rule] } };
    expect(describeIn("en", body)[0]).toBe(
      "1 point for every $1.00 of goods. From May 1, 2026. Through May 31, 2026.",
    );
  });

  it("counts in Russian as Russians do", () => {
    const points = (count: number) => {
      const rule = { ...BASE_RULE, kind: "birthday" as const, per: null, points: count };
      return describeIn("ru", {
        ...DEFAULT_PROGRAM,
        earning: { ...DEFAULT_PROGRAM.earning, rules: [rule] },
      })[0];
    };
    expect([1, 3, 5, 21].map(points)).toEqual([
      "1 балл в день рождения, раз в год.",
      "3 балла в день рождения, раз в год.",
      "5 баллов в день рождения, раз в год.",
      "21 балл в день рождения, раз в год.",
    ]);
  });
});
