import { describe, expect, it } from "vitest";
import { DEFAULT_PROGRAM, type EarningRule } from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { rule } from "#test/support/earning.ts";

function refusalsOf(...rules: EarningRule[]): string[] {
  const body = { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, rules } };
  return validateProgram(body, "USD", "2026-03-02").map(({ pointer, code }) => `${pointer} ${code}`);
}

describe("two rules that replace others with equal priority must not meet on one order", () => {
  const exclusive = (id: string, change: Partial<EarningRule> = {}) =>
    rule({ id, stackable: false, ...change });
  const conflict = ["/earning/rules/1/priority exclusive-conflict"];
  it.each<[string, EarningRule, EarningRule, string[]]>([
    ["nothing keeps them apart", exclusive("a"), exclusive("b"), conflict],
    ["another priority", exclusive("a"), exclusive("b", { priority: 1 }), []],
    ["one of them stacks", exclusive("a"), rule({ id: "b" }), []],
    ["one is switched off", exclusive("a"), exclusive("b", { enabled: false }), []],
    [
      "one ends when the other begins",
      exclusive("a", { until: "2026-05-01T00:00:00Z" }),
      exclusive("b", { from: "2026-05-01T00:00:00Z" }),
      [],
    ],
    [
      "their times overlap by a second",
      exclusive("a", { until: "2026-05-01T00:00:01Z" }),
      exclusive("b", { from: "2026-05-01T00:00:00Z" }),
      conflict,
    ],
    [
      "other channels: an order has one",
      exclusive("a", { include: { channels: ["web"] } }),
      exclusive("b", { include: { channels: ["pos"] } }),
      [],
    ],
    [
      "a channel in common",
      exclusive("a", { include: { channels: ["web", "pos"] } }),
      exclusive("b", { include: { channels: ["pos"] } }),
      conflict,
    ],
    [
      "one leaves out the channel that the other wants",
      exclusive("a", { include: { channels: ["web"] } }),
      exclusive("b", { exclude: { channels: ["web"] } }),
      [],
    ],
    [
      "other customer tags: a customer may have both",
      exclusive("a", { include: { customerTags: ["gold"] } }),
      exclusive("b", { include: { customerTags: ["silver"] } }),
      conflict,
    ],
    [
      "one leaves out the customers that the other wants, in any case of letters",
      exclusive("a", { include: { customerTags: ["Gold"] } }),
      exclusive("b", { exclude: { customerTags: ["gold", "staff"] } }),
      [],
    ],
    [
      "other products: an order may have both",
      exclusive("a", { include: { vendors: ["Acme"] } }),
      exclusive("b", { include: { vendors: ["Other"] } }),
      conflict,
    ],
  ])("%s", (_, first, second, refusals) => {
    expect(refusalsOf(first, second)).toEqual(refusals);
    expect(refusalsOf(second, first)).toEqual(refusals);
  });
});
