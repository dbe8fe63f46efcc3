import { describe, expect, it } from "vitest";
import { toBody, toDraft } from "#app/domain/program/draft-program.ts";
import { BASE_RULE, DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import type { ProgramDraft } from "#app/domain/program/program-draft.ts";
import {
  percentToShare,
  shareToPercent,
  typedDecimal,
  typedNumber,
} from "#app/domain/program/typed-number.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { FULL_PROGRAM } from "#test/support/full-program.ts";

const typedInto = (change: (draft: ProgramDraft) => ProgramDraft): ProgramBody =>
  toBody(change(toDraft(DEFAULT_PROGRAM)));
const withRule = (change: object) =>
  typedInto((draft) => ({
    ...draft,
    earning: { ...draft.earning, rules: [{ ...draft.earning.rules[0]!, ...change }] },
  }));

describe("a program being edited", () => {
  it.each([
    ["the default", DEFAULT_PROGRAM],
    ["one that uses every field of every part", FULL_PROGRAM],
    ["an empty one", { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, rules: [] } }],
  ])("comes back as it was when nothing is changed: %s", (_name, body) => {
    expect(toBody(toDraft(body))).toEqual(body);
  });

  it("asks no minimum of a free product, whatever was typed while it was of another kind", () => {
    const draft = toDraft(FULL_PROGRAM);
    const rewards = draft.rewards.map((reward) => ({ ...reward, minimumOrder: "20.00" }));
    expect(toBody({ ...draft, rewards }).rewards.map(({ minimumOrder }) => minimumOrder)).toEqual([
      "20.00",
      null,
      "20.00",
      "20.00",
    ]);
  });

  it("survives being kept as JSON, unfinished fields too", () => {
    const draft = { ...toDraft(FULL_PROGRAM), refunds: { negativeBalance: "limit" as const, limit: "1x" } };
    expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
    expect(toBody(draft).refunds.limit).toBeNaN();
  });

  it("reads numbers as people write them", () => {
    expect(typedNumber(" 1 000 ")).toBe(1000);
    expect(typedDecimal("1\u00a0234,50")).toBe("1234.50");
    expect(typedNumber("ten")).toBeNaN();
    expect(typedNumber("")).toBeNaN();
    expect(typedDecimal("1,000")).toBe("1,000"); // a thousand or one? refused at its field
  });

  it.each([
    ["0.5", "50"],
    ["0.333", "33.3"],
    ["1", "100"],
    ["0.05", "5"],
    ["0.005", "0.5"],
  ])("a share of %s is %s per cent, exactly, both ways", (share, percent) => {
    expect(shareToPercent(share)).toBe(percent);
    expect(percentToShare(percent)).toBe(share);
  });

  it("what is no number reaches the validation at its own field", () => {
    const refusals = validateProgram(withRule({ points: "many" }), "USD", "2026-04-01");
    expect(refusals.map(({ pointer }) => pointer)).toEqual(["/earning/rules/0/points"]);
  });

  it("an empty field that may be empty is none; what the kind has no use for is left out", () => {
    expect(withRule({ capPerDay: " ", every: "5", name: "  " }).earning.rules[0]).toEqual(BASE_RULE);
    expect(
      typedInto((draft) => ({ ...draft, expiry: { ...draft.expiry, months: "12", dates: ["12-31"] } }))
        .expiry,
    ).toEqual(DEFAULT_PROGRAM.expiry);
  });
});
