import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createKnownCustomersStore } from "#app/persistence/known-customers-store.ts";
import { createCustomerChanges } from "#app/shopify/customer-changes.server.ts";
import { reconcileCustomers } from "#app/usecases/members/reconcile-customers.ts";
import { redactCustomer } from "#app/usecases/privacy/redact-customer.ts";
import { syncTierMarks } from "#app/usecases/tiers/sync-tier-marks.ts";
import { gid } from "#dev-store/state/ids.ts";
import { mergeCustomers } from "#dev-store/state/operations/customers.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo } from "../shopify/gateway-to-store.ts";
import { SHOP } from "./inbox-house.ts";
import { done } from "./redeem-house.ts";
import { ladderOf, openTierHouse, tier, type TierHouse } from "./tier-house.ts";

const LADDER = ladderOf(tier("silver"), tier("gold", { name: "Золото", tag: "Gold Club" }));

let fixture: Fixture;
let house: TierHouse;
beforeEach(async () => {
  fixture = await openFixture();
  house = await openTierHouse(fixture, LADDER);
});
afterEach(async () => {
  await house.close();
  await fixture.close();
});

describe("a tier in Shopify", () => {
  it("is a tag and a metafield that themes read, and follows every move", async () => {
    const { customer, memberId } = await house.member();
    house.tag(customer, "newsletter");
    await house.place(memberId, "silver");
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["newsletter", "tier:silver"]);
    expect(house.shownTo(customer)).toEqual({ id: "silver", name: "Silver", rank: 1 });

    await house.place(memberId, "gold");
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["Gold Club", "newsletter"]);
    expect(house.shownTo(customer)).toEqual({ id: "gold", name: "Золото", rank: 2 });

    await house.place(memberId, null);
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["newsletter"]);
    expect(house.shownTo(customer)).toBeNull();
    expect(await house.marks()).toEqual([]);
    expect(await house.due()).toBe(0);
  });

  it("may be read by themes and written by this app alone", async () => {
    const { memberId } = await house.member();
    await house.place(memberId, "silver");
    await house.synced();
    const definitions = [...fixture.state.all("metafieldDefinition").values()];
    expect(definitions.find(({ key }) => key === "tier")).toMatchObject({
      ownerType: "CUSTOMER",
      access: { admin: "MERCHANT_READ", storefront: "PUBLIC_READ", customerAccount: "READ" },
    });
  });

  it("asks Shopify for nothing where nothing has changed", async () => {
    const { memberId } = await house.member();
    await house.place(memberId, "silver");
    await house.synced();
    house.asked.splice(0);
    await house.place(memberId, "silver");
    await house.synced();
    expect(house.asked).toEqual([]);
  });

  it("follows a publication that changes names, tags and places, and goes when tiers are switched off", async () => {
    const { customer, memberId } = await house.member();
    await house.place(memberId, "gold");
    await house.synced();
    await house.publishLadder(ladderOf(tier("bronze"), tier("silver"), tier("gold", { name: "Or" })));
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["tier:gold"]);
    expect(house.shownTo(customer)).toEqual({ id: "gold", name: "Or", rank: 3 });
    await house.publishLadder(null);
    await house.synced();
    expect([house.tagsOf(customer), house.shownTo(customer)]).toEqual([[], null]);
    await house.publishLadder(LADDER);
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["Gold Club"]);
  });

  it("does not appear before Launch, and does at it", async () => {
    await house.query("UPDATE shops SET launched_at = NULL");
    const { customer, memberId } = await house.member();
    await house.place(memberId, "gold");
    house.asked.splice(0);
    await house.synced();
    expect(house.asked).toEqual([]);
    await house.query("UPDATE shops SET launched_at = now()");
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["Gold Club"]);
  });

  it.each(["left", "excluded", "outside"])(
    "goes when a member is %s, and comes back with them",
    async (how) => {
      const { customer, memberId } = await house.member();
      await house.place(memberId, "gold");
      await house.synced();
      await house.query("UPDATE members SET participation = $1 WHERE member_id = $2", [how, memberId]);
      await house.synced();
      expect([house.tagsOf(customer), house.shownTo(customer)]).toEqual([[], null]);
      await house.query("UPDATE members SET participation = 'member' WHERE member_id = $1", [memberId]);
      await house.synced();
      expect(house.tagsOf(customer)).toEqual(["Gold Club"]);
    },
  );

  it("goes with an erasure, and with it what says whose it was", async () => {
    const { customer, memberId, email } = await house.member();
    await house.place(memberId, "gold");
    await house.synced();
    const receivedAt = house.clock.now();
    await redactCustomer(house.ports, SHOP, {
      ...{ requestId: "r", customerId: gid("Customer", customer), email, receivedAt },
    });
    await house.synced();
    expect([house.tagsOf(customer), house.shownTo(customer)]).toEqual([[], null]);
    expect(await house.marks()).toEqual([]);
  });

  it("leaves nothing behind when the shop is erased", async () => {
    const { memberId } = await house.member();
    await house.place(memberId, "gold");
    await house.synced();
    await house.place(memberId, "silver");
    await house.ledger.transaction(({ erasures }) => erasures.eraseShop(SHOP));
    expect([await house.marks(), await house.due()]).toEqual([[], 0]);
  });

  it("is the survivor's own after a merge, though Shopify gives them both tags", async () => {
    const [kept, gone] = [await house.member(), await house.member()];
    await house.place(kept.memberId, "silver");
    await house.place(gone.memberId, "gold");
    await house.synced();
    await house.hear();
    done(mergeCustomers(fixture.store, fixture.state, { deletedId: gone.customer, keptId: kept.customer }));
    expect(house.tagsOf(kept.customer)).toEqual(["Gold Club", "tier:silver"]);
    await house.hear();
    await house.place(gone.memberId, null);
    await house.synced();
    expect(house.tagsOf(kept.customer)).toEqual(["tier:silver"]);
    expect(await house.marks()).toEqual([{ member_id: kept.memberId, tags: ["tier:silver"], shown: true }]);
    await house.hear();
    await house.synced();
    expect(await house.due()).toBe(0);
  });
});

describe("tags that somebody else edits", () => {
  it("come back when they are taken away, and go when they are given to others", async () => {
    const [gold, other] = [await house.member(), await house.member()];
    await house.place(gold.memberId, "gold");
    await house.synced();
    await house.hear();
    house.untag(gold.customer, "gold club");
    house.tag(gold.customer, "tier:silver");
    house.tag(other.customer, "Gold Club", "vip");
    await house.hear();
    await house.synced();
    expect(house.tagsOf(gold.customer)).toEqual(["Gold Club"]);
    expect(house.tagsOf(other.customer)).toEqual(["vip"]);
  });

  it("are put right by the sweep where the word of it was lost", async () => {
    const [gold, other] = [await house.member(), await house.member()];
    await house.place(gold.memberId, "gold");
    await house.synced();
    house.untag(gold.customer, "Gold Club");
    house.tag(other.customer, "Gold Club");
    house.forgetWebhooks();
    const ports = {
      ...house.ports,
      customerChanges: createCustomerChanges(gatewayTo(fixture)),
      knownCustomers: createKnownCustomersStore(house.database.prisma),
    };
    const pass = { since: new Date("2026-01-01T00:00:00Z"), complete: true };
    expect((await reconcileCustomers(ports, SHOP, pass)).ok).toBe(true);
    await house.synced();
    expect([house.tagsOf(gold.customer), house.tagsOf(other.customer)]).toEqual([["Gold Club"], []]);
  });

  it("are left alone where they let customers into a tier", async () => {
    await house.publishLadder(ladderOf(tier("gold", { tag: "vip", entryTag: "VIP" })));
    const { customer } = await house.member();
    house.tag(customer, "vip");
    await house.hear();
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["vip"]);
  });

  it("are ours where Shopify tells of what we did ourselves: nothing is written again", async () => {
    const { memberId } = await house.member();
    await house.place(memberId, "silver");
    await house.synced();
    await house.place(memberId, "gold");
    await house.synced();
    expect(house.written()).not.toEqual([]);
    for (let round = 0; round < 3; round++) {
      await house.hear();
      await house.synced();
    }
    expect(house.written()).toEqual([]);
    expect(await house.due()).toBe(0);
  });

  it("are not written without end where word comes late and out of order", async () => {
    const { customer, memberId } = await house.member();
    await house.place(memberId, "gold");
    await house.synced();
    // Asked before we wrote, recorded after it.
    const stale = { customerId: gid("Customer", customer), tags: [] };
    await house.ledger.transaction(({ tierMarks }) => tierMarks.hear(SHOP, [stale], ["Gold Club"]));
    house.forgetWebhooks();
    house.written();
    await house.synced();
    expect(house.written()).toEqual(["AddTags"]);
    await house.hear();
    await house.synced();
    expect(house.written()).toEqual([]);
  });
});

describe("what goes wrong on the way", () => {
  it.each([
    ["AddTags", "lose"],
    ["AddTags", "unsent"],
    ["RemoveTags", "lose"],
    ["RemoveTags", "drop"],
    ["SetMetafields", "lose"],
    ["SetMetafields", "unsent"],
  ] as const)("%s: %s, is made good by the next run", async (operation, fate) => {
    const { customer, memberId } = await house.member();
    await house.place(memberId, "silver");
    await house.synced();
    await house.place(memberId, "gold");
    house.setWire((name) => (name === operation ? fate : "answer"));
    expect((await house.sync()).ok).toBe(false);
    // Between the two the ladder changes: what may be there is still known.
    await house.publishLadder(ladderOf(tier("gold", { name: "Gold", tag: "the-best" })));
    house.setWire(() => "answer");
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["the-best"]);
    expect(house.shownTo(customer)).toEqual({ id: "gold", name: "Gold", rank: 1 });
    expect(await house.due()).toBe(0);
  });

  it("a process that dies at any write leaves nothing that the next one does not find", async () => {
    const { customer, memberId } = await house.member();
    await house.place(memberId, "silver");
    await house.synced();
    for (const [n, id] of ["gold", "silver", "gold", "silver"].entries()) {
      let writes = 0;
      await house.place(memberId, id);
      const dies =
        <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
        (...given: Given) => {
          if (writes++ === n) throw new Error("killed");
          return write(...given);
        };
      const { tierMarks } = house.ports;
      const dying = {
        ...house.ports,
        tierMarks: {
          ...tierMarks,
          remember: dies(tierMarks.remember),
          forget: dies(tierMarks.forget),
          settle: dies(tierMarks.settle),
        },
      };
      await expect(syncTierMarks(dying, SHOP)).rejects.toThrow("killed");
      await house.synced();
      expect(house.tagsOf(customer)).toEqual([id === "gold" ? "Gold Club" : "tier:silver"]);
      expect(house.shownTo(customer)).toMatchObject({ id });
      expect(await house.due()).toBe(0);
    }
  });

  it("a move in the middle of it is not lost", async () => {
    const { customer, memberId } = await house.member();
    await house.place(memberId, "silver");
    let moved = false;
    const { addTags } = house.ports.shopifyTierMarks;
    house.ports.shopifyTierMarks.addTags = async (...given) => {
      const answer = await addTags(...given);
      if (!moved) await house.place(memberId, "gold");
      moved = true;
      return answer;
    };
    await house.synced();
    await house.synced();
    expect(house.tagsOf(customer)).toEqual(["Gold Club"]);
    expect(house.shownTo(customer)).toMatchObject({ id: "gold" });
  });

  it("one customer who is gone from Shopify holds up nobody", async () => {
    const members = [await house.member(), await house.member(), await house.member()];
    for (const { memberId } of members) await house.place(memberId, "gold");
    fixture.store.write(fixture.state, (change) => change.remove("customer", members[1]!.customer));
    await house.synced();
    expect(members.map(({ customer }) => house.tagsOf(customer))).toEqual([
      ["Gold Club"],
      null,
      ["Gold Club"],
    ]);
    expect(await house.due()).toBe(0);
  });
});
