import { type BirthdayFacts, NO_BIRTHDAY } from "#app/domain/earning/occasions/birthday.ts";
import { rulesInForce, versionAt } from "#app/domain/earning/occasions/rules-in-force.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Occasions } from "./occasion-ports.ts";
import type { Clock } from "../ports.ts";

/** What is known of a member's birthday, where the program now rewards birthdays; null: nobody asks for it. */
export async function describeBirthday(
  ports: {
    readonly occasions: Pick<Occasions, "getBirthday">;
    readonly programs: { list(shopId: string): Promise<ProgramVersion[]> };
    readonly clock: Clock;
  },
  shopId: string,
  memberId: string,
): Promise<BirthdayFacts | null> {
  const now = ports.clock.now();
  const version = versionAt(await ports.programs.list(shopId), now);
  if (version === null || rulesInForce(version, "birthday", now).length === 0) return null;
  return (await ports.occasions.getBirthday(shopId, memberId)) ?? NO_BIRTHDAY;
}
