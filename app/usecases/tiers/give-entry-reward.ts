import type { Reward } from "#app/domain/rewards/reward.ts";
import { quoteReward } from "#app/domain/rewards/quote.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import { tierGiftKey } from "#app/domain/tiers/tier-gift.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";
import { newRedemption, type NewRedemptionPorts } from "../rewards/new-redemption.ts";
import type { TierBenefits, TierGift, TierGiftRefusal } from "./benefit-ports.ts";

export type GivePorts = NewRedemptionPorts & {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "redemptions">;
};

/** Who asked for it, where nobody did: the member reached a tier. */
const BY_TIER = "tier";

export function createTierBenefits(ports: GivePorts): TierBenefits {
  return { giveEntryReward: (shopId, gift) => giveEntryReward(ports, shopId, gift) };
}

/**
 * A reward free for reaching a tier: a redemption of 0 points, which the sweep carries on like any other. Limits, dates and prices of
 * the reward are for those who pay for it; what the reward is, is as the newest program says that has it.
 */
async function giveEntryReward(
  ports: GivePorts,
  shopId: string,
  { memberId, tierId, rewardId }: TierGift,
): Promise<Outcome<{ readonly redemptionId: string; readonly isNew: boolean }, TierGiftRefusal>> {
  const key = tierGiftKey(memberId, tierId);
  const now = ports.clock.now();
  const given = await ports.ledger.transaction(async (stores) => {
    const shop = await stores.shops.get(shopId);
    invariant(shop !== null, `${shopId} is installed`);
    const [member] = await stores.members.lock(shopId, { memberIds: [memberId] });
    const before = await stores.redemptions.findByKey(shopId, key);
    if (before !== null) return accept({ redemptionId: before.redemptionId, isNew: false });
    if (shop.quietSince !== null) {
      const detail = "Everything was removed from Shopify: the reward is given when it is put back.";
      return refuse<TierGiftRefusal>({ code: "quiet", detail });
    }
    if (member?.memberId !== memberId || member.participation !== "member" || member.customerId === null)
      return refuse<TierGiftRefusal>({ code: "not-a-member", detail: "Only who takes part gets rewards." });
    const versions = await stores.programs.list(shopId);
    const program = versions.findLast(({ body }) => body.rewards.some(({ id }) => id === rewardId));
    const reward = program?.body.rewards.find(({ id }) => id === rewardId);
    if (program === undefined || reward === undefined)
      return refuse<TierGiftRefusal>({
        code: "reward-unavailable",
        detail: `There is no reward "${rewardId}".`,
      });
    const redemption = newRedemption(
      ports,
      {
        ...{ redemptionId: ports.ids.next(now), memberId, reward, programVersion: program.version },
        ...{ points: 0, valueMinor: valueOf(reward, shop.currency), entrySeq: 0 },
        ...{ idempotencyKey: key, inputHash: key, requestedBy: BY_TIER },
      },
      now,
      shop.timeZone,
    );
    const isNew = await stores.redemptions.insert(shopId, redemption);
    invariant(isNew, `the key ${key} is free under the member's lock`);
    return accept({ redemptionId: redemption.redemptionId, isNew });
  });
  if (given.ok && given.value.isNew) ports.wake.redemptions(shopId);
  return given;
}

/** As for the price: with a slider, its least step. */
function valueOf(reward: Reward, currency: string): bigint | null {
  const spendable = reward.points * Math.max(1, reward.slider?.minimumPoints ?? 1);
  const quote = quoteReward(reward, { points: null, spendable }, currency);
  invariant(quote.ok, `${reward.id} is worth something at ${spendable} points`);
  return quote.value.valueMinor;
}
