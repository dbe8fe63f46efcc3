import type { EarningRule } from "../../program/program-body.ts";
import type { ProgramVersion } from "../../program/program-version.ts";
import { accept, type Outcome, type Refusal, refuse } from "../../shared/outcome.ts";
import { isMeantFor, rulesInForce } from "./rules-in-force.ts";

export type ActionRefusal = Refusal<"unknown-action" | "limit-reached" | "not-eligible">;

/** What one member has had of an action's rule before. */
export type ActionUse = {
  readonly times: number;
  /** Points of the rule on this calendar day, and in this month. */
  readonly day: number;
  readonly month: number;
};

/** What is left of the rule for this member now; 0: nothing. */
function roomOf(rule: EarningRule, use: ActionUse): number {
  if (rule.perMember !== null && use.times >= rule.perMember) return 0;
  const room = (cap: number | null, given: number) => (cap === null ? rule.points : Math.max(0, cap - given));
  return Math.min(rule.points, room(rule.capPerDay, use.day), room(rule.capPerMonth, use.month));
}

/** Rules of the program for an action of this name, the most important first: of several, the first with room left counts. */
export function rulesOfAction(version: ProgramVersion, action: string): EarningRule[] {
  return version.body.earning.rules
    .filter((rule) => rule.kind === "action" && rule.action === action)
    .sort((a, b) => b.priority - a.priority || b.points - a.points || (a.id < b.id ? -1 : 1));
}

/** Which rule rewards the action and with how many points: a cap that is nearly reached leaves what fits under it. */
export function rewardAction(
  action: string,
  customerTags: readonly string[],
  version: ProgramVersion,
  at: Date,
  useOf: (ruleId: string) => ActionUse,
): Outcome<{ readonly rule: EarningRule; readonly points: number }, ActionRefusal> {
  const named = rulesOfAction(version, action);
  if (named.length === 0) {
    return refuse({
      code: "unknown-action",
      detail: `No rule of the program rewards "${action}". Add one, or check the name.`,
      pointer: "/action",
    });
  }
  const inForce = new Set(rulesInForce(version, "action", at).map(({ id }) => id));
  const meant = named.filter((rule) => inForce.has(rule.id) && isMeantFor(rule, customerTags));
  if (meant.length === 0) {
    return refuse({
      code: "not-eligible",
      detail: `The rule for "${action}" does not run now, or is not meant for this member.`,
    });
  }
  for (const rule of meant) {
    const points = roomOf(rule, useOf(rule.id));
    if (points > 0) return accept({ rule, points });
  }
  return refuse({
    code: "limit-reached",
    detail: `This member has had all that the rule for "${action}" gives for now.`,
  });
}
