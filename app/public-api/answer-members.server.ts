import type { z } from "zod";
import { businessDate } from "#app/domain/shared/calendar.ts";
import type { MemberRecord, ShopRecord } from "#app/usecases/ports.ts";
import { describeTiers } from "#app/usecases/tiers/describe-tiers.ts";
import { app } from "#app/wiring.server.ts";
import { representMember } from "./represent.ts";
import { representTierStanding } from "./represent-tiers.ts";
import type { memberShape } from "./shapes/member.ts";
import type { tierStandingShape } from "./shapes/tier.ts";

type Answer = z.input<typeof memberShape>;

/** Members, at most a page of them, with the tiers they are in. */
export async function answerMembers(
  shop: ShopRecord,
  members: readonly MemberRecord[],
  now: Date,
): Promise<Answer[]> {
  const ids = members.map(({ memberId }) => memberId);
  const standings = await describeTiers(app, shop, ids, now);
  return members.map((member) => representMember(member, standings.get(member.memberId) ?? null));
}

export async function answerMember(shop: ShopRecord, member: MemberRecord, now: Date): Promise<Answer> {
  const standings = await describeTiers(app, shop, [member.memberId], now);
  return representMember(member, standings.get(member.memberId) ?? null);
}

export async function answerTier(
  shop: ShopRecord,
  memberId: string,
  now: Date,
): Promise<z.input<typeof tierStandingShape>> {
  const [standings, program] = await Promise.all([
    describeTiers(app, shop, [memberId], now),
    app.programs.getCurrent(shop.shopId),
  ]);
  return representTierStanding(standings.get(memberId) ?? null, {
    join: program?.body.tiers?.join ?? "any",
    currency: shop.currency,
    today: businessDate(now, shop.timeZone),
  });
}
