import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import {
  discountCodeFrom,
  GIFT_CARD_CODE_LETTERS,
  giftCardCodeFrom,
} from "#app/domain/rewards/reward-code.ts";
import { addDays, businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
import type { Ids } from "../ports.ts";

export type NewRedemptionPorts = {
  readonly ids: Ids;
  /** Unguessable bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
};

/** A process that dies before asking Shopify leaves the asking to the sweep, after this long. */
const LEFT_BEHIND_MS = 5_000;

/** A reserved redemption, with the code that Shopify will be asked for. */
export function newRedemption(
  ports: NewRedemptionPorts,
  taken: Pick<
    Redemption,
    | "redemptionId"
    | "memberId"
    | "reward"
    | "programVersion"
    | "points"
    | "valueMinor"
    | "idempotencyKey"
    | "inputHash"
    | "entrySeq"
    | "requestedBy"
  >,
  now: Date,
  timeZone: string,
): Redemption {
  const { reward } = taken;
  return {
    ...taken,
    ...{ rewardId: reward.id, status: "reserved", code: codeFor(reward, ports) },
    ...{ reservedAt: now, expiresAt: endOf(reward, now, timeZone) },
    ...{ issuedId: null, askedAt: null, issuedAt: null, usedAt: null, returnedAt: null, returnReason: null },
    ...{ orderId: null, withdrawing: null, attempts: 0, failure: null, question: null },
    dueAt: new Date(now.getTime() + LEFT_BEHIND_MS),
  };
}

function codeFor(reward: Reward, { randomBytes }: NewRedemptionPorts): string | null {
  if (reward.kind === "store-credit") return null;
  const bytes = randomBytes(GIFT_CARD_CODE_LETTERS);
  return reward.kind === "gift-card" ? giftCardCodeFrom(bytes) : discountCodeFrom(bytes);
}

/** The start of the day after the last one it is good for, in the shop's calendar. */
function endOf(reward: Reward, now: Date, timeZone: string): Date | null {
  if (reward.validDays === null) return null;
  return startOfDay(addDays(businessDate(now, timeZone), reward.validDays + 1), timeZone);
}
