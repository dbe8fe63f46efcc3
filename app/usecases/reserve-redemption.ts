import { createHash } from "node:crypto";
import { debit } from "#app/domain/points/debit.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import { ineligibleBecause, unavailableBecause } from "#app/domain/rewards/availability.ts";
import { quoteReward } from "#app/domain/rewards/quote.ts";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import {
  discountCodeFrom,
  GIFT_CARD_CODE_LETTERS,
  giftCardCodeFrom,
} from "#app/domain/rewards/reward-code.ts";
import { addDays, businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { spendable } from "#app/domain/points/books.ts";
import { bringUpToDate, closeAccounts, openAccounts, post, requireAccount } from "./accounts.ts";
import { redemptionKey } from "./change-redemption.ts";
import type { Ledger, LedgerStores, Member } from "./ledger-ports.ts";
import type { Clock, Ids } from "./ports.ts";

export type ReservePorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Unguessable bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
};

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

/** A process that dies between taking the points and asking Shopify leaves the asking to the sweep, after this long. */
const LEFT_BEHIND_MS = 5_000;

const UNAVAILABLE: Readonly<Record<Exclude<ReturnType<typeof unavailableBecause>, null>, string>> = {
  "switched-off": "This reward is switched off.",
  "not-begun": "This reward can't be taken yet.",
  over: "This reward is over.",
  "scope-missing": "The shop has not given this app the access that this reward needs.",
  "product-deleted": "The product of this reward is no longer in the shop.",
  "sold-out": "This reward has been taken as often as it can be.",
};

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

/**
 * Takes the points for a reward, in one transaction: limits and balance are looked at under the member's lock, so that of many at once
 * as many win as the balance covers (law 7). The same key and request again gives the first redemption.
 *
 * @param grantedScopes what the shop lets the app do
 */
export async function reserveRedemption(
  ports: ReservePorts,
  shopId: string,
  request: RedeemRequest,
  grantedScopes: readonly string[],
): Promise<Outcome<{ readonly redemption: Redemption; readonly isNew: boolean }, RedeemRefusal>> {
  const now = ports.clock.now();
  const inputHash = digest([request.memberId, request.rewardId, request.points]);
  return ports.ledger.transaction(async (stores) => {
    const program = await stores.programs.getCurrent(shopId);
    const reward = program?.body.rewards.find(({ id }) => id === request.rewardId);
    if (reward?.total != null) await stores.redemptions.lockReward(shopId, reward.id);
    const members = await stores.members.lock(shopId, { memberIds: [request.memberId] });
    const before = await stores.redemptions.findByKey(shopId, request.idempotencyKey);
    if (before !== null) {
      return before.inputHash === inputHash ? accept({ redemption: before, isNew: false }) : conflict();
    }
    const member = members.find(({ memberId }) => memberId === request.memberId);
    const shop = await stores.shops.get(shopId);
    const isGone = member?.participation === "merged" || member?.participation === "erased";
    if (member === undefined || shop === null || isGone) {
      return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
    }
    if (program == null || reward === undefined) {
      const detail = "The program in force has no such reward.";
      return refuse({ code: "reward-unavailable", pointer: "/rewardId", detail });
    }
    const closed = await closedTo(stores, shopId, reward, member, grantedScopes, now);
    if (closed !== null) return refuse(closed);

    const accounts = openAccounts([member], await stores.points.listLots(shopId, [member.memberId]));
    const account = requireAccount(accounts, member.memberId);
    bringUpToDate(account, now);
    const asked = { points: request.points, spendable: spendable(account.books, now) };
    const quote = quoteReward(reward, asked, shop.currency);
    if (!quote.ok) return quote;
    const { points, valueMinor } = quote.value;
    const redemptionId = ports.ids.next(now);
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
    const redemption: Redemption = {
      ...{ redemptionId, memberId: member.memberId, rewardId: reward.id, programVersion: program.version },
      ...{ reward, points, valueMinor, status: "reserved", code: codeFor(reward, ports) },
      ...{ idempotencyKey: request.idempotencyKey, inputHash, requestedBy: request.by },
      ...{ entrySeq: taken.value.entry.seq, reservedAt: now, expiresAt: endOf(reward, now, shop.timeZone) },
      ...{
        issuedId: null,
        askedAt: null,
        issuedAt: null,
        usedAt: null,
        returnedAt: null,
        returnReason: null,
      },
      ...{ orderId: null, withdrawing: null, attempts: 0, failure: null, question: null },
      dueAt: new Date(now.getTime() + LEFT_BEHIND_MS),
    };
    // Another member's request came first under this key; nothing has been written yet.
    if (!(await stores.redemptions.insert(shopId, redemption))) return conflict();
    await closeAccounts(stores, shopId, accounts);
    return accept({ redemption, isNew: true });
  });
}

function conflict() {
  return refuse({
    code: "idempotency-conflict" as const,
    detail: "This idempotency key was used for another request. Use a new key for a new redemption.",
  });
}

async function closedTo(
  stores: LedgerStores,
  shopId: string,
  reward: Reward,
  member: Member,
  grantedScopes: readonly string[],
  now: Date,
): Promise<RedeemRefusal | null> {
  const { redemptions } = stores;
  const products = [...reward.appliesTo.productIds, ...(reward.product ? [reward.product.productId] : [])];
  const count = async (memberId: string | null) =>
    (await redemptions.countTaken(shopId, [reward.id], memberId)).get(reward.id) ?? 0;
  const because = unavailableBecause(reward, {
    now,
    grantedScopes,
    deletedProductIds: await redemptions.listDeletedProducts(shopId, products),
    taken: reward.total === null ? 0 : await count(null),
  });
  if (because !== null) {
    const code = because === "sold-out" ? "limit-reached" : "reward-unavailable";
    return { code, detail: UNAVAILABLE[because] };
  }
  const { customerId, participation, tags, memberId } = member;
  const taken = reward.perMember === null ? 0 : await count(memberId);
  switch (ineligibleBecause(reward, { customerId, participation, tags, tierId: null, taken })) {
    case "limit-reached":
      return { code: "limit-reached", detail: "This member has taken this reward as often as they may." };
    case "not-a-member":
      return { code: "not-eligible", detail: "Only a customer who takes part in the program can redeem." };
    case "not-eligible":
      return { code: "not-eligible", detail: "This reward is for other customers." };
    case null:
      return null;
  }
}

function codeFor(reward: Reward, { randomBytes }: ReservePorts): string | null {
  if (reward.kind === "store-credit") return null;
  const bytes = randomBytes(GIFT_CARD_CODE_LETTERS);
  return reward.kind === "gift-card" ? giftCardCodeFrom(bytes) : discountCodeFrom(bytes);
}

/** The start of the day after the last one it is good for, in the shop's calendar. */
function endOf(reward: Reward, now: Date, timeZone: string): Date | null {
  if (reward.validDays === null) return null;
  return startOfDay(addDays(businessDate(now, timeZone), reward.validDays + 1), timeZone);
}
