import { describe, expect, it } from "vitest";
import { LOCALES } from "#app/i18n.ts";
import { textsOf } from "#test/support/texts.ts";

describe.each(LOCALES)("days that can't be, in %s", (locale) => {
  const t = textsOf(locale).getFixedT(locale, "program");
  const sentence = (context?: string) =>
    t("refusal.days-out-of-range", context === undefined ? {} : { context });

  it("are refused with the bounds of their own field, and where there is no sentence of its own with one that fits all", () => {
    expect(sentence("pendingDays")).toMatch(/\b365\b/);
    expect(sentence("validDays")).toMatch(/\b3,?650\b/);
    expect(sentence("anotherField")).toBe(sentence());
    expect(sentence()).not.toMatch(/\d/);
  });
});
