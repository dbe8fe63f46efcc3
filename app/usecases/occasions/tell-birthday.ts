import {
  type BirthdayFacts,
  isMonthDay,
  NO_BIRTHDAY,
  stateBirthday,
} from "#app/domain/earning/occasions/birthday.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Clock } from "../ports.ts";

export type BirthdayRefusal = Refusal<"not-found" | "no-such-day">;

/** The shopper says their birthday (month and day), or the merchant does for them. A change counts from the next year on. */
export async function tellBirthday(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  shopId: string,
  /** `by`: a staff member's name; null = the shopper's own word. */
  told: { readonly memberId: string; readonly birthday: string; readonly by: string | null },
): Promise<Outcome<BirthdayFacts, BirthdayRefusal>> {
  if (!isMonthDay(told.birthday)) {
    return refuse({
      code: "no-such-day",
      detail: "Give a month and a day of the calendar, such as 02-29.",
      pointer: "/birthday",
    });
  }
  return ports.ledger.transaction(async (stores): Promise<Outcome<BirthdayFacts, BirthdayRefusal>> => {
    const shop = await stores.shops.get(shopId);
    invariant(shop !== null, `${shopId} is installed`);
    const [member] = (await stores.members.lock(shopId, { memberIds: [told.memberId] })).filter(
      ({ memberId }) => memberId === told.memberId,
    );
    if (member === undefined || member.participation === "merged" || member.participation === "erased") {
      return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
    }
    const known = (await stores.occasions.getBirthday(shopId, member.memberId)) ?? NO_BIRTHDAY;
    const now = ports.clock.now();
    const next = stateBirthday(known, told.birthday, businessDate(now, shop.timeZone));
    await stores.occasions.setBirthday(shopId, member.memberId, next);
    await stores.audit.append(shopId, {
      ...{ at: now, actor: told.by ?? "shopper", subject: `member:${member.memberId}`, detail: {} },
      action: "birthday-told",
    });
    return accept(next);
  });
}
