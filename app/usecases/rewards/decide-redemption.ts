import { createHash } from "node:crypto";
import { spendable } from "#app/domain/points/books.ts";
import { debit } from "#app/domain/points/debit.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import { ineligibleBecause, unavailableBecause } from "#app/domain/rewards/availability.ts";
import { quoteReward } from "#app/domain/rewards/quote.ts";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { bringUpToDate, openAccount, post, writtenBooks } from "../points/accounts.ts";
import { redemptionKey } from "./change-redemption.ts";
import type { Found, WrittenBooks } from "../points/effect-ports.ts";
import { newRedemption, type NewRedemptionPorts } from "./new-redemption.ts";

export type DecidePorts = NewRedemptionPorts;

export type RedeemRequest = {
  readonly memberId: string;
  readonly rewardId: string;
  /** With a slider: how many to spend at most; null = the reward's price, or as many as can be. */
  readonly points: number | null;
  readonly idempotencyKey: string;
  /** `shopper`, a staff member's or an API token's name. */
  readonly by: string;
};

export type RedeemRefusal = Refusal<
  | "not-found"
  | "idempotency-conflict"
  | "insufficient-points"
  | "below-minimum"
  | "limit-reached"
  | "not-eligible"
  | "reward-unavailable"
>;

/** What has become of the reward so far. */
export type RewardFacts = {
  readonly deletedProductIds: ReadonlySet<string>;
  /** Redemptions of it that were not given back; looked at where the reward limits them. */
  readonly taken: { readonly byAll: number; readonly byMember: number };
};

const UNAVAILABLE: Readonly<Record<Exclude<ReturnType<typeof unavailableBecause>, null>, string>> = {
  "switched-off": "This reward is switched off.",
  "not-begun": "This reward can't be taken yet.",
  over: "This reward is over.",
  "scope-missing": "The shop has not given this app the access that this reward needs.",
  "product-deleted": "The product of this reward is no longer in the shop.",
  "sold-out": "This reward has been taken as often as it can be.",
};

/** What tells the same request from another one. */
export function inputHashOf({ memberId, rewardId, points }: RedeemRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([memberId, rewardId, points]))
    .digest("base64url");
}

export function rewardOf({ program }: Pick<Found, "program">, rewardId: string): Reward | undefined {
  return program?.body.rewards.find(({ id }) => id === rewardId);
}

/** gids of the products that a reward is about. */
export function productsOf(reward: Reward): string[] {
  return [...reward.appliesTo.productIds, ...(reward.product ? [reward.product.productId] : [])];
}

/** Whether and how a member takes a reward: the redemption, and what it does to their books. */
export function decideRedemption(
  ports: DecidePorts,
  found: Pick<Found, "shop" | "program" | "member" | "tierId" | "lots">,
  request: RedeemRequest,
  facts: RewardFacts,
  context: { readonly now: Date; readonly grantedScopes: readonly string[] },
): Outcome<{ readonly redemption: Redemption; readonly books: WrittenBooks }, RedeemRefusal> {
  const { shop, program, member, lots } = found;
  const { now } = context;
  if (member === null || member.participation === "merged" || member.participation === "erased") {
    return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
  }
  const reward = rewardOf(found, request.rewardId);
  if (program === null || reward === undefined) {
    const detail = "The program in force has no such reward.";
    return refuse({ code: "reward-unavailable", pointer: "/rewardId", detail });
  }
  const closed = closedTo(reward, { ...member, tierId: found.tierId }, facts, context);

  if (closed !== null) return refuse(closed);

  const account = openAccount(member, lots);
  bringUpToDate(account, now);
  const asked = { points: request.points, spendable: spendable(account.books, now) };
  const quote = quoteReward(reward, asked, shop.currency);
  if (!quote.ok) return quote;
  const { points, valueMinor } = quote.value;
  const redemptionId = ports.ids.next(now);
  const inputHash = inputHashOf(request);
  const taken = debit(
    // Before the debit, so that points that come back have the life that this gives them.
    keepAlive(account.books, now, shop.timeZone),
    "redeem",
    { points, now },
    {
      key: redemptionKey(redemptionId, "redeem"),
      input: inputHash,
      at: now,
      reason: "reward-redeemed",
      source: { type: "redemption", id: redemptionId },
      programVersion: program.version,
    },
  );
  if (!taken.ok) return taken;
  post(account, { books: taken.value.books, entries: [taken.value.entry] });
  const redemption = newRedemption(
    ports,
    {
      ...{ redemptionId, memberId: member.memberId, reward, programVersion: program.version },
      ...{ points, valueMinor, entrySeq: taken.value.entry.seq },
      ...{ idempotencyKey: request.idempotencyKey, inputHash, requestedBy: request.by },
    },
    now,
    shop.timeZone,
  );
  return accept({ redemption, books: writtenBooks(account) });
}

function closedTo(
  reward: Reward,
  member: NonNullable<Found["member"]> & Pick<Found, "tierId">,
  { deletedProductIds, taken }: RewardFacts,
  context: { readonly now: Date; readonly grantedScopes: readonly string[] },
): RedeemRefusal | null {
  const because = unavailableBecause(reward, { ...context, deletedProductIds, taken: taken.byAll });
  if (because !== null) {
    const code = because === "sold-out" ? "limit-reached" : "reward-unavailable";
    return { code, detail: UNAVAILABLE[because] };
  }
  switch (ineligibleBecause(reward, { ...member, taken: taken.byMember })) {
    case "limit-reached":
      return { code: "limit-reached", detail: "This member has taken this reward as often as they may." };
    case "not-a-member":
      return { code: "not-eligible", detail: "Only a customer who takes part in the program can redeem." };
    case "not-eligible":
      return { code: "not-eligible", detail: "This reward is for other customers." };
    case "tier-required":
      return { code: "not-eligible", detail: "This reward is for members of other tiers." };
    case null:
      return null;
  }
}
