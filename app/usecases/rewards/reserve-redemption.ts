import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import {
  decideRedemption,
  type DecidePorts,
  inputHashOf,
  productsOf,
  type RedeemRefusal,
  type RedeemRequest,
  type RewardFacts,
  rewardOf,
} from "./decide-redemption.ts";
import type { Effect } from "../points/effect-ports.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { Clock } from "../ports.ts";

export type { RedeemRefusal, RedeemRequest };

export type ReservePorts = DecidePorts & {
  readonly ledger: Ledger;
  readonly clock: Clock;
};

type Reserved = Outcome<{ readonly redemption: Redemption; readonly isNew: boolean }, RedeemRefusal>;

const UNLIMITED: RewardFacts = { deletedProductIds: new Set(), taken: { byAll: 0, byMember: 0 } };

/**
 * Takes the points for a reward: of many at once as many win as the balance covers (law 7). The same key and request again gives the
 * first redemption.
 *
 * @param grantedScopes what the shop lets the app do
 */
export async function reserveRedemption(
  ports: ReservePorts,
  shopId: string,
  request: RedeemRequest,
  grantedScopes: readonly string[],
): Promise<Reserved> {
  const context = { now: ports.clock.now(), grantedScopes };
  const { memberId, idempotencyKey } = request;
  const wanted = { memberId, key: null, redemptionKey: idempotencyKey };
  const reserved = await ports.ledger.apply<Reserved | "look closer">(
    shopId,
    wanted,
    (found): Effect<Reserved | "look closer"> => {
      const reward = rewardOf(found, request.rewardId);
      const hasMore =
        reward !== undefined &&
        (reward.total !== null || reward.perMember !== null || productsOf(reward).length > 0);
      if (found.isRedeemed || hasMore) return { result: "look closer", books: null };
      const decided = decideRedemption(ports, found, request, UNLIMITED, context);
      if (!decided.ok) return { result: decided, books: null };
      const { redemption, books } = decided.value;
      return { result: accept({ redemption, isNew: true }), books, redemption };
    },
  );
  if (reserved !== "look closer") return reserved;
  return ports.ledger.transaction((stores) => reserveLocked(ports, stores, shopId, request, context));
}

/** What more than the member's own books decides: limits are counted under the locks of the reward and of the member. */
async function reserveLocked(
  ports: ReservePorts,
  stores: LedgerStores,
  shopId: string,
  request: RedeemRequest,
  context: { readonly now: Date; readonly grantedScopes: readonly string[] },
): Promise<Reserved> {
  const program = await stores.programs.getCurrent(shopId);
  const reward = rewardOf({ program }, request.rewardId);
  if (reward?.total != null) await stores.redemptions.lockReward(shopId, reward.id);
  const members = await stores.members.lock(shopId, { memberIds: [request.memberId] });
  const before = await stores.redemptions.findByKey(shopId, request.idempotencyKey);
  if (before !== null) {
    return before.inputHash === inputHashOf(request)
      ? accept({ redemption: before, isNew: false })
      : conflict();
  }
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  const member = members.find(({ memberId }) => memberId === request.memberId) ?? null;
  const lots = member === null ? [] : await stores.points.listLots(shopId, [member.memberId]);
  const tierId = member === null ? null : await stores.redemptions.findTier(shopId, member.memberId);
  const count = async (memberId: string | null) =>
    (await stores.redemptions.countTaken(shopId, [request.rewardId], memberId)).get(request.rewardId) ?? 0;
  const decided = decideRedemption(
    ports,
    { shop, program, member, tierId, lots },
    request,
    {
      deletedProductIds:
        reward === undefined
          ? new Set()
          : await stores.redemptions.listDeletedProducts(shopId, productsOf(reward)),
      taken: {
        byAll: reward?.total == null ? 0 : await count(null),
        byMember: reward?.perMember == null || member === null ? 0 : await count(member.memberId),
      },
    },
    context,
  );
  if (!decided.ok) return decided;
  const { redemption, books } = decided.value;
  // Another member's request came first under this key; nothing has been written yet.
  if (!(await stores.redemptions.insert(shopId, redemption))) return conflict();
  await stores.points.write(shopId, [{ memberId: redemption.memberId, ...books }]);
  await stores.members.update(shopId, [books.member]);
  return accept({ redemption, isNew: true });
}

function conflict() {
  return refuse({
    code: "idempotency-conflict" as const,
    detail: "This idempotency key was used for another request. Use a new key for a new redemption.",
  });
}
