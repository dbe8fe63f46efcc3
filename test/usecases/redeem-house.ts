import { randomBytes } from "node:crypto";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { createMemberReads } from "#app/persistence/member-reads.ts";
import { createRedemptionQueue } from "#app/persistence/redemption-queue-store.ts";
import { createRedemptionReads } from "#app/persistence/redemption-reads.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createTierCodesStore } from "#app/persistence/tier-benefits-store.ts";
import { createShopifyRewards } from "#app/shopify/rewards.server.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { cancelRedemption } from "#app/usecases/rewards/cancel-redemption.ts";
import { reconcileRedemptions } from "#app/usecases/rewards/reconcile-redemptions.ts";
import { redeemReward } from "#app/usecases/rewards/redeem-reward.ts";
import { settleRedemptions } from "#app/usecases/rewards/settle-redemptions.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import { putProduct } from "#dev-store/state/operations/catalogue.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { programWith } from "#test/support/rewards.ts";
import { ALL_SCOPES, type Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo, storeFetch } from "../shopify/gateway-to-store.ts";
import { openHouse, recordWebhooks, SHOP } from "./inbox-house.ts";

export function done<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

/** What becomes of a request: answered, done with its answer cut off, dropped unheard (which looks the same), not sent, or never answered. */
export type Wire = (operation: string) => "answer" | "lose" | "drop" | "unsent" | "never";

/** A house where rewards are redeemed against a local store, over a wire that the test can cut. */
export async function openRedeemHouse(fixture: Fixture, rewards: readonly Reward[], scopes = ALL_SCOPES) {
  const house = await openHouse(fixture);
  const { database, ledger, clock } = house;
  const sent = recordWebhooks(fixture);
  const asked: string[] = [];
  let wire: Wire = () => "answer";
  let version = 1;
  let customers = 0;
  let keys = 0;
  const through: typeof fetch = async (input, init) => {
    const operation = /(?:query|mutation) (\w+)/.exec(String(init?.body))?.[1] ?? "";
    asked.push(operation);
    const fate = wire(operation);
    if (fate === "unsent")
      throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
    if (fate === "drop") throw new TypeError("terminated");
    const answer = await storeFetch(fixture.url)(input, init);
    if (fate === "lose") throw new TypeError("terminated");
    return fate === "never" ? new Promise<never>(() => undefined) : answer;
  };
  let endPatience = (): void => undefined;
  const ports = {
    ...house.ports,
    memberReads: createMemberReads(database.prisma),
    redemptionReads: createRedemptionReads(database.prisma),
    redemptionQueue: createRedemptionQueue(database.prisma),
    tierCodes: createTierCodesStore(database.prisma),
    shopifyRewards: createShopifyRewards(gatewayTo(fixture, { fetch: through, logger: house.log })),
    sessions: createSessionsStore(database),
    randomBytes: (count: number) => randomBytes(count),
    patience: () => new Promise<void>((resolve) => (endPatience = resolve)),
  };
  await database.pool.query(
    `INSERT INTO sessions (id, shop, is_online, state, scope, sealed, updated_at) VALUES ($1, $2, false, '', $3, '', now())`,
    [`offline_${SHOP}`, SHOP, scopes.join(",")],
  );
  const publish = (offered: readonly Reward[]) =>
    ledger.transaction(({ programs }) =>
      programs.insert(SHOP, {
        version: ++version,
        publishedAt: clock.now(),
        publishedBy: "test",
        body: programWith(...offered),
      }),
    );
  await publish(rewards);

  return {
    ...house,
    ports,
    asked,
    publish,
    setWire: (next: Wire) => void (wire = next),
    endPatience: () => endPatience(),
    /** A customer with points, known to Shopify and to us. */
    async member(points: number): Promise<{ customer: Id; memberId: string; email: string }> {
      const email = `member-${++customers}-${Date.now()}@example.com`;
      const { id } = done(createCustomer(fixture.store, fixture.state, { email, firstName: "Ada" }));
      await this.hear();
      const [row] = await house.query<{ member_id: string }>(
        "SELECT member_id FROM members WHERE customer_id = $1",
        [gid("Customer", id)],
      );
      const memberId = row!.member_id;
      if (points > 0)
        await adjustPoints(ports, SHOP, {
          ...{ memberId, points, reason: "welcome", idempotencyKey: `welcome-${id}`, expiresAt: null },
        });
      return { customer: id, memberId, email };
    },
    redeem: (memberId: string, change: Partial<Parameters<typeof redeemReward>[2]> = {}) =>
      redeemReward(ports, SHOP, {
        ...{ memberId, rewardId: "five-off", points: null, idempotencyKey: `key-${++keys}`, by: "test" },
        ...change,
      }),
    async redeemed(memberId: string, rewardId = "five-off"): Promise<Redemption> {
      const outcome = await this.redeem(memberId, { rewardId });
      if (!outcome.ok) throw new Error(outcome.refusals[0].detail);
      return outcome.value.redemption;
    },
    cancel: (redemptionId: string) =>
      cancelRedemption(ports, SHOP, { redemptionId, reason: "cancelled-by-api" }),
    sweep: () => settleRedemptions(ports, SHOP),
    reconcile: () => reconcileRedemptions(ports, SHOP),
    /** Everything that the store has sent since arrives and is worked off. */
    async hear() {
      await house.deliver(sent.splice(0));
      await house.drain();
    },
    forgetWebhooks: () => void sent.splice(0),
    buy: (customer: Id, codes: string[], change: object = {}) =>
      createOrder(fixture.store, fixture.state, {
        customerId: customer,
        discountCodes: codes,
        lines: [{ title: "Tea", priceMinor: 4000n, quantity: 1 }],
        ...change,
      }),
    get: async (redemptionId: string) => (await ports.redemptionReads.get(SHOP, redemptionId))!,
    async balance(memberId: string): Promise<number> {
      const member = await ports.memberReads.getMember(SHOP, memberId, clock.now());
      return member!.balance;
    },
    entries: (memberId: string) =>
      house.query<{ kind: string; points: string; key: string }>(
        "SELECT kind, points, key FROM entries WHERE member_id = $1 AND kind IN ('redeem', 'return') ORDER BY seq",
        [memberId],
      ),
    product: (priceMinor: bigint) =>
      putProduct(fixture.store, fixture.state, {
        ...{
          title: "Mug",
          handle: `mug-${fixture.store.newId()}`,
          vendor: "Clay",
          productType: "",
          tags: [],
        },
        ...{ status: "active", descriptionHtml: "", giftCard: false, imageSvg: null, publishedAt: null },
        variants: [
          {
            ...{ id: fixture.store.newId(), title: "Default Title", sku: null, priceMinor },
            ...{ compareAtPriceMinor: null, taxable: true, requiresShipping: true, inventoryQuantity: 9 },
          },
        ],
      }),
    /** Days later by the store's clock, which is ours too. */
    later(ms: number) {
      fixture.store.setClockOffsetMs(clock.now().getTime() - Date.now() + ms);
    },
  };
}
export type RedeemHouse = Awaited<ReturnType<typeof openRedeemHouse>>;
