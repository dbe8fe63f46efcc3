import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";
import { createPresenceStore } from "#app/persistence/presence-store.ts";
import { createTierCodesStore, createTierDiscountsStore } from "#app/persistence/tier-benefits-store.ts";
import { createTierMarksStore } from "#app/persistence/tier-marks-store.ts";
import { createShopifyFreeShipping } from "#app/shopify/free-shipping.server.ts";
import { createShopifyMetafields } from "#app/shopify/metafields.server.ts";
import { createShopifyTierMarks } from "#app/shopify/tier-marks.server.ts";
import { syncTierMarks } from "#app/usecases/tiers/sync-tier-marks.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import { addTags, removeTags } from "#dev-store/state/operations/tags.ts";
import { programWith } from "#test/support/rewards.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import type { Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo, storeFetch } from "../shopify/gateway-to-store.ts";
import { SHOP } from "./inbox-house.ts";
import { done, openRedeemHouse, type Wire } from "./redeem-house.ts";

export const tier = (id: string, change: Partial<Tier> = {}): Tier => ({
  ...PLAIN_TIER,
  ...{ id, name: id.replace(/^./, (letter) => letter.toUpperCase()), from: null },
  ...change,
});

export const ladderOf = (...ladder: Tier[]): Tiers => ({
  ...{ measure: "spent", join: "any", window: { kind: "lifetime", months: null, keepNext: false } },
  ...{ graceDays: 0, countPending: true, softLanding: false, noticeDays: null, ladder, replaced: {} },
});

/** A launched house whose members stand in tiers, against a local store over a wire that the test can cut. */
export async function openTierHouse(fixture: Fixture, tiers: Tiers | null, rewards: readonly Reward[] = []) {
  const house = await openRedeemHouse(fixture, rewards);
  const { database, query } = house;
  const asked: { operation: string; variables: unknown }[] = [];
  let wire: Wire = () => "answer";
  const through: typeof fetch = async (input, init) => {
    const { query: text, variables } = JSON.parse(String(init?.body)) as {
      query: string;
      variables: unknown;
    };
    const operation = /(?:query|mutation) (\w+)/.exec(text)?.[1] ?? "";
    asked.push({ operation, variables });
    const fate = wire(operation);
    if (fate === "unsent")
      throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
    if (fate === "drop") throw new TypeError("terminated");
    const answer = await storeFetch(fixture.url)(input, init);
    if (fate === "lose") throw new TypeError("terminated");
    return answer;
  };
  const gateway = gatewayTo(fixture, { fetch: through, logger: house.log });
  const ports = {
    ...house.ports,
    tierMarks: createTierMarksStore(database.prisma),
    tierCodes: createTierCodesStore(database.prisma),
    tierDiscounts: createTierDiscountsStore(database.prisma),
    shopifyTierMarks: createShopifyTierMarks(gateway),
    freeShipping: createShopifyFreeShipping(gateway),
    metafields: createShopifyMetafields(gateway),
    presence: createPresenceStore(database),
  };
  let version = 100;
  const publishLadder = (next: Tiers | null) =>
    house.ledger.transaction(({ programs }) =>
      programs.insert(SHOP, {
        version: ++version,
        publishedAt: house.clock.now(),
        publishedBy: "test",
        body: { ...programWith(...rewards), tiers: next },
      }),
    );
  await publishLadder(tiers);
  await query("UPDATE shops SET launched_at = now() WHERE shop_id = $1", [SHOP]);

  return {
    ...house,
    ports,
    asked,
    setWire: (next: Wire) => void (wire = next),
    publishLadder,
    /** A member, known to Shopify and to us. */
    async member() {
      const member = await house.member(0);
      await query("UPDATE members SET participation = 'member' WHERE member_id = $1", [member.memberId]);
      return member;
    },
    /** The move itself is another job's: this is what it leaves behind. */
    async place(memberId: string, tierId: string | null) {
      await query(
        `INSERT INTO member_tiers (shop_id, member_id, tier_id, since) VALUES ($1, $2, $3, '2026-03-01')
         ON CONFLICT (shop_id, member_id) DO UPDATE SET tier_id = excluded.tier_id`,
        [SHOP, memberId, tierId],
      );
    },
    sync: () => syncTierMarks(ports, SHOP),
    async synced() {
      const outcome = await syncTierMarks(ports, SHOP);
      if (!outcome.ok) throw new Error(outcome.refusals[0].detail);
    },
    tagsOf: (customer: Id) => fixture.state.get("customer", customer)?.tags ?? null,
    /** The metafield as themes read it. */
    shownTo(customer: Id): unknown {
      const value = fixture.state
        .metafieldsOf(gid("Customer", customer))
        .find(({ namespace, key }) => namespace.endsWith("--perennial") && key === "tier")?.value;
      return value === undefined ? null : JSON.parse(value);
    },
    tag: (customer: Id, ...tags: string[]) =>
      done(addTags(fixture.store, fixture.state, { ownerGid: gid("Customer", customer), tags })),
    untag: (customer: Id, ...tags: string[]) =>
      done(removeTags(fixture.store, fixture.state, { ownerGid: gid("Customer", customer), tags })),
    /** What was written at Shopify since this was last asked, by name. */
    written: () =>
      asked
        .splice(0)
        .map(({ operation }) => operation)
        .filter((name) => /^(Add|Remove|Set|Delete|Create|Update|Define|Deactivate)/.test(name)),
    marks: () => query("SELECT member_id::text, tags, shown IS NOT NULL AS shown FROM tier_marks ORDER BY 1"),
    due: async () => (await query("SELECT FROM tier_marks_due")).length,
  };
}
export type TierHouse = Awaited<ReturnType<typeof openTierHouse>>;
