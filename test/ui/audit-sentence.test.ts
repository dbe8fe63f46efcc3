import { describe, expect, it } from "vitest";
import { LOCALES } from "#app/i18n.ts";
import { AUDIT_ACTIONS } from "#app/usecases/audit-ports.ts";
import { readTexts } from "#test/support/texts.ts";

describe.each(LOCALES)("the activity in %s", (locale) => {
  it("has a sentence for everything that can be done, and for nothing else", () => {
    const texts = readTexts(locale)["activity"] as { action: Record<string, string> };
    expect(Object.keys(texts.action).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
    expect(Object.values(texts.action)).not.toContain("");
  });
});
