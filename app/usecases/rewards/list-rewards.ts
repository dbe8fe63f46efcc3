import {
  type IneligibleCode,
  ineligibleBecause,
  unavailableBecause,
  type UnavailableCode,
} from "#app/domain/rewards/availability.ts";
import { quoteReward } from "#app/domain/rewards/quote.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";
import type { Clock, MemberRecord, ShopRecord } from "../ports.ts";
import { grantedScopes, type RedeemPorts } from "./redeem-reward.ts";
import type { RedemptionReads } from "./redemption-ports.ts";

export type OfferedReward = {
  readonly reward: Reward;
  readonly unavailableBecause: UnavailableCode | IneligibleCode | null;
  /** For whom alone it is, lowest first; empty = for everybody. */
  readonly tiers: readonly Tier[];
};

/** The rewards of the program in force, each with the reason why it can't be taken: by anybody, or by this member. */
export async function listRewards(
  ports: Pick<RedeemPorts, "sessions"> & {
    readonly programs: { getCurrent(shopId: string): Promise<ProgramVersion | null> };
    readonly redemptionReads: Pick<RedemptionReads, "countTaken" | "findTier" | "listDeletedProducts">;
    readonly clock: Clock;
  },
  shop: ShopRecord,
  member: MemberRecord | null,
): Promise<OfferedReward[]> {
  const { rewards = [], tiers = null } = (await ports.programs.getCurrent(shop.shopId))?.body ?? {};
  if (rewards.length === 0) return [];
  const ids = rewards.map(({ id }) => id);
  const products = rewards.flatMap(({ appliesTo, product }) => [
    ...appliesTo.productIds,
    ...(product ? [product.productId] : []),
  ]);
  const [scopes, deletedProductIds, taken, takenByMember, tierId] = await Promise.all([
    grantedScopes(ports, shop.shopId),
    ports.redemptionReads.listDeletedProducts(shop.shopId, products),
    ports.redemptionReads.countTaken(shop.shopId, ids, null),
    member === null ? null : ports.redemptionReads.countTaken(shop.shopId, ids, member.memberId),
    member === null ? null : ports.redemptionReads.findTier(shop.shopId, member.memberId),
  ]);
  const now = ports.clock.now();
  return rewards.map((reward) => {
    const facts = { now, grantedScopes: scopes, deletedProductIds, taken: taken.get(reward.id) ?? 0 };
    const own =
      member === null
        ? null
        : (ineligibleBecause(reward, {
            ...member,
            tierId,
            taken: takenByMember?.get(reward.id) ?? 0,
          }) ?? missingPoints(reward, member, shop));
    return {
      reward,
      unavailableBecause: unavailableBecause(reward, facts) ?? own,
      tiers: tiers?.ladder.filter(({ id }) => reward.tierIds.includes(id)) ?? [],
    };
  });
}

function missingPoints(
  reward: Reward,
  member: MemberRecord,
  { currency }: ShopRecord,
): "insufficient-points" | null {
  const quote = quoteReward(reward, { points: null, spendable: member.spendable }, currency);
  return quote.ok ? null : "insufficient-points";
}
