import type { ProgramVersion } from "../../program/program-version.ts";
import { rulesFrom } from "../../program/ruling-version.ts";
import { giftInput, namesOf, type OccasionGift } from "./gift.ts";
import { isMeantFor, rulesInForce, versionAt } from "./rules-in-force.ts";

export type Joining = {
  readonly memberId: string;
  readonly tags: readonly string[];
  /** When they joined: the moment of their first order, or of the wish. */
  readonly at: Date;
  /** The first order of theirs that is known, whatever became of it. */
  readonly firstOrderAt: Date | null;
};

export function signUpKey(memberId: string): string {
  return `member:${memberId}/sign-up`;
}

/** Joined after the launch, and no history (law 13): who had bought before there was a program was a customer already. */
export function isNewcomer(
  { at, firstOrderAt }: Pick<Joining, "at" | "firstOrderAt">,
  versions: readonly ProgramVersion[],
  launchedAt: Date | null,
): boolean {
  const first = versions[0];
  if (first === undefined || launchedAt === null) return false;
  // Shopify tells its moments in whole seconds: those of the launch's own second come after it.
  const isLaunched = at.getTime() >= Math.floor(launchedAt.getTime() / 1000) * 1000;
  return isLaunched && (firstOrderAt === null || firstOrderAt >= rulesFrom(first));
}

/** Points for a newcomer, by the version of the moment at which they joined. */
export function signUpGift(joining: Joining, versions: readonly ProgramVersion[]): OccasionGift | null {
  const version = versionAt(versions, joining.at);
  if (version === null) return null;
  const rules = rulesInForce(version, "sign-up", joining.at).filter((rule) => isMeantFor(rule, joining.tags));
  if (rules.length === 0) return null;
  const points = rules.reduce((sum, rule) => sum + rule.points, 0);
  return {
    memberId: joining.memberId,
    points,
    key: signUpKey(joining.memberId),
    reason: "signed-up",
    source: { type: "rule", id: namesOf(rules) },
    input: giftInput(points, version.version),
    programVersion: version.version,
    lifetime: { kind: "program" },
  };
}
