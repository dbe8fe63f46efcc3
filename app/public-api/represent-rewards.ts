import type { z } from "zod";
import { type Redemption, statusAt } from "#app/domain/rewards/redemption.ts";
import { formatMoney } from "#app/domain/shared/money.ts";
import type { OfferedReward } from "#app/usecases/rewards/list-rewards.ts";
import type { redemptionShape, rewardShape } from "./shapes/reward.ts";

export function representReward(offered: OfferedReward): z.input<typeof rewardShape> {
  const { reward, unavailableBecause, tiers } = offered;
  const { id, kind, name, points, value, slider } = reward;
  return {
    ...{ id, kind, name, points, value, slider, unavailableBecause },
    tiers: tiers.map((tier) => ({ id: tier.id, name: tier.name })),
    available: unavailableBecause === null,
  };
}

/** `currency`: the shop's. */
export function representRedemption(
  redemption: Redemption,
  currency: string,
  now: Date,
): z.input<typeof redemptionShape> {
  const { reward, valueMinor, status } = redemption;
  const isPerCent = reward.kind === "percentage-off";
  return {
    id: redemption.redemptionId,
    memberId: redemption.memberId,
    status: statusAt(redemption, now),
    rewardId: redemption.rewardId,
    points: redemption.points,
    value: isPerCent ? reward.value : valueMinor === null ? null : formatMoney(valueMinor, currency),
    code: status === "reserved" ? null : redemption.code,
    expiresAt: redemption.expiresAt?.toISOString() ?? null,
    orderId: redemption.orderId,
    reservedAt: redemption.reservedAt.toISOString(),
    returnedAt: redemption.returnedAt?.toISOString() ?? null,
    returnReason: redemption.returnReason,
  };
}
