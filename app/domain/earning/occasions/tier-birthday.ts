import type { ProgramVersion } from "../../program/program-version.ts";
import type { Day } from "../../shared/calendar.ts";
import { findTier, highestOf, type TiersBefore } from "../../tiers/tier-at.ts";
import { giftInput, type OccasionGift } from "./gift.ts";
import { versionAt } from "./rules-in-force.ts";

/** Does any version give points for a birthday in some tier? */
export function hasTierBirthdays(versions: readonly ProgramVersion[]): boolean {
  return versions.some(({ body }) =>
    body.tiers?.ladder.some(({ birthdayPoints }) => birthdayPoints !== null),
  );
}

/** What the tier that a member is in gives for their birthday, beside the program's rules; null: nothing. */
export function tierBirthdayGift(
  memberId: string,
  tiersBefore: TiersBefore,
  day: Day,
  moment: Date,
  versions: readonly ProgramVersion[],
): OccasionGift | null {
  const version = versionAt(versions, moment);
  const tiers = version?.body.tiers ?? null;
  const tier = findTier(tiers, highestOf(tiers, tiersBefore(moment)));
  if (version === null || tier === null || tier.birthdayPoints === null) return null;
  return {
    memberId,
    points: tier.birthdayPoints,
    key: `tier:${memberId}/birthday:${day.slice(0, 4)}`,
    input: giftInput(tier.birthdayPoints, version.version),
    reason: "tier-birthday",
    source: { type: "tier", id: tier.id },
    programVersion: version.version,
    lifetime: { kind: "program" },
  };
}
