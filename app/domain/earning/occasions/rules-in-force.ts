import type { EarningRule, RuleKind } from "../../program/program-body.ts";
import type { ProgramVersion } from "../../program/program-version.ts";
import { rulesFrom } from "../../program/ruling-version.ts";
import { contains, spanOf } from "../compile-program.ts";
import { compilePicker } from "../selections.ts";

/** The version that was published at that moment; null: there was none. `versions`: in the order of their numbers. */
export function versionAt(versions: readonly ProgramVersion[], at: Date): ProgramVersion | null {
  return versions.findLast((version) => rulesFrom(version) <= at) ?? null;
}

/** Rules of the kind that are switched on and run at that moment, for whomever they are meant. */
export function rulesInForce(version: ProgramVersion, kind: RuleKind, at: Date): EarningRule[] {
  return version.body.earning.rules.filter(
    (rule) => rule.kind === kind && rule.enabled && rule.points > 0 && contains(spanOf(rule), at),
  );
}

/** Does the rule's choice of customers allow one with these tags? */
export function isMeantFor(
  rule: Pick<EarningRule, "include" | "exclude">,
  customerTags: readonly string[],
): boolean {
  const { include, exclude } = rule;
  const customers = compilePicker(
    { customerTags: include.customerTags },
    { customerTags: exclude.customerTags },
  );
  return customers.picksOrder({ source: null, customerTags, tierId: null });
}

/** Has any version ever had a rule of one of these kinds? */
export function hasRulesOf(versions: readonly ProgramVersion[], kinds: readonly RuleKind[]): boolean {
  return versions.some(({ body }) => body.earning.rules.some(({ kind }) => kinds.includes(kind)));
}
