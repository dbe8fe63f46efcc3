import { describe, expect, it } from "vitest";
import { LOCALES } from "#app/i18n.ts";
import { readTexts, textsOf } from "#test/support/texts.ts";

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** `program.sentence.earns` → its text in every plural form. */
function flatten(value: unknown, path: string, into = new Map<string, string>()): Map<string, string> {
  if (typeof value === "string") into.set(path, value);
  else for (const [key, child] of Object.entries(value as object)) flatten(child, `${path}.${key}`, into);
  return into;
}

function textsIn(locale: (typeof LOCALES)[number]): Map<string, string> {
  // Polaris brings its own English.
  const entries = Object.entries(readTexts(locale)).filter(([namespace]) => namespace !== "polaris");
  return new Map(entries.flatMap(([namespace, texts]) => [...flatten(texts, namespace)]));
}

describe.each(LOCALES.filter((locale) => locale !== "en"))("the texts in %s", (locale) => {
  const texts = textsIn(locale);

  it("have every plural form that the language has", () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const stem of new Set(
      [...texts.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")),
    )) {
      expect(
        forms.filter((form) => !texts.has(`${stem}_${form}`)),
        stem,
      ).toEqual([]);
    }
  });
});

describe("counted nouns", () => {
  it.each([
    [1, "1 балл"],
    [3, "3 балла"],
    [5, "5 баллов"],
    [21, "21 балл"],
    [112, "112 баллов"],
  ])("in Russian stand right beside %i", (count, text) => {
    expect(textsOf("ru").getFixedT("ru", "members")("points", { count, points: String(count) })).toBe(text);
  });
});
