import { describe, expect, it } from "vitest";
import { LOCALES } from "#app/i18n.ts";
import { auditSentence } from "#app/ui/audit-sentence.ts";
import { createFormat } from "#app/ui/format.ts";
import { AUDIT_ACTIONS } from "#app/usecases/audit-ports.ts";
import { readTexts, textsOf } from "#test/support/texts.ts";

describe.each(LOCALES)("the activity in %s", (locale) => {
  it("has a sentence for everything that can be done, and for nothing else", () => {
    const texts = readTexts(locale)["activity"] as { action: Record<string, string> };
    expect(Object.keys(texts.action).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
    expect(Object.values(texts.action)).not.toContain("");
  });
});

describe("a record", () => {
  const sentence = (locale: "en" | "ru", action: string, detail: Record<string, string>) =>
    auditSentence(
      textsOf(locale).getFixedT(locale, "activity"),
      { auditId: "1", at: "2026-04-01T12:00:00Z", actor: "Olga", action, subject: "x", detail },
      createFormat(locale, { currency: "USD", timeZone: "UTC" }),
    );

  it("of a mail names the mail as its page does, not by its code", () => {
    const detail = { template: "reward-ready" };
    expect(sentence("en", "mail-switched-off", detail)).toBe("Switched the mail “Reward within reach” off");
    expect(sentence("ru", "mail-switched-off", detail)).not.toContain("reward-ready");
  });

  it("of a file of orders names the file", () => {
    expect(sentence("en", "import-discarded", { file: "orders.csv" })).toBe(
      "Discarded the order file “orders.csv”",
    );
  });
});
