/** What shoppers are shown of their tier: the metafields against a real database and the local store. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LoyaltyValue, ProgramValue } from "#app/usecases/members/metafield-ports.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { syncMetafields } from "#app/usecases/members/sync-metafields.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import { ADA, line, order } from "#test/support/factories.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { ladderOf, openTierHouse, tier, type TierHouse } from "./tier-house.ts";

const TIERS = ladderOf(
  tier("bronze", { from: "0" }),
  tier("silver", { from: "1000", multiplier: "1.5", texts: { ru: { name: "Серебро", description: null } } }),
  tier("club", { texts: { ru: { name: "Клуб «Ёлка»", description: null } } }),
);
let fixture: Fixture;
let house: TierHouse;
beforeEach(async () => {
  fixture = await openFixture();
  house = await openTierHouse(fixture, TIERS);
});
afterEach(async () => {
  await house.close();
  await fixture.close();
});

const sync = async () => {
  const outcome = await syncMetafields(house.ports, SHOP);
  if (!outcome.ok) throw new Error(outcome.refusals[0].detail);
};
const valueOf = (ownerGid: string, key: string): unknown => {
  const found = fixture.state.metafieldsOf(ownerGid).find((one) => one.key === key);
  return found === undefined ? null : JSON.parse(found.value);
};
const program = () =>
  valueOf(
    gid("AppInstallation", [...fixture.state.all("installation").values()][0]!.id),
    "program",
  ) as ProgramValue;
const loyalty = (customer: Id) => valueOf(gid("Customer", customer), "loyalty") as LoyaltyValue;
/** How many values of members were written since this was last asked. */
const written = () =>
  house.asked
    .splice(0)
    .filter(({ operation }) => operation === "SetMetafields")
    .flatMap(({ variables }) => (variables as { metafields: { key: string }[] }).metafields)
    .filter(({ key }) => key === "loyalty").length;
const spend = (customer: Id, net: string, day: string, number = 1) =>
  recordOrders(house.ports, SHOP, [
    order(number, {
      day,
      customer: { ...ADA, customerId: gid("Customer", customer) },
      lines: [line(number, { net })],
    }),
  ]);

describe("the program's metafield", () => {
  it("shows the open tiers with what they give, in every language of theirs, and no closed one", async () => {
    await sync();
    expect(program().tiers).toMatchObject({
      join: "any",
      ladder: [
        { id: "bronze", from: [{ measure: "spent", amount: "0" }], benefits: [] },
        {
          ...{
            id: "silver",
            from: [{ measure: "spent", amount: "1000" }],
            texts: { ru: { name: "Серебро" } },
          },
          benefits: [{ kind: "multiplier", value: "1.5" }],
        },
      ],
    });
    expect(JSON.stringify(program())).not.toContain("club");
  });

  it("says nothing of tiers where the program has none", async () => {
    await house.publishLadder(null);
    await sync();
    expect(program()).not.toHaveProperty("tiers");
  });
});

describe("a member's metafield", () => {
  it("is written anew when they move, though no entry was written, and once", async () => {
    const { memberId, customer } = await house.member();
    await sync();
    expect(loyalty(customer).tier).toMatchObject({ tierId: null, next: { tierId: "bronze" } });
    await house.place(memberId, "silver");
    await sync();
    expect(loyalty(customer).tier).toMatchObject({ tierId: "silver", closed: null, next: null });
    written();
    await house.place(memberId, "silver");
    await sync();
    expect(written()).toBe(0);
  });

  it("names a closed tier to its members alone", async () => {
    const [inside, outside] = [await house.member(), await house.member()];
    await house.place(inside.memberId, "club");
    await house.place(outside.memberId, "bronze");
    await sync();
    expect(loyalty(inside.customer).tier?.closed).toMatchObject({
      ...{ id: "club", texts: { ru: { name: "Клуб «Ёлка»" } } },
    });
    expect(JSON.stringify(loyalty(outside.customer))).not.toContain("club");
  });

  it("follows another ladder, and stays as it is when only looks have changed", async () => {
    const { memberId, customer } = await house.member();
    await house.place(memberId, "bronze");
    await spend(customer, "400.00", "2026-03-01");
    await sync();
    expect(loyalty(customer).tier?.next).toMatchObject({ percent: 40, missing: [{ amount: "600.00" }] });
    written();
    const [bronze, silver, club] = TIERS.ladder;
    await house.publishLadder(ladderOf(bronze!, { ...silver!, color: "#aabbcc" }, club!));
    await sync();
    expect(written()).toBe(0);
    await house.publishLadder(ladderOf(bronze!, { ...silver!, from: "500" }, club!));
    await sync();
    expect(loyalty(customer).tier?.next).toMatchObject({ percent: 80, missing: [{ amount: "100.00" }] });
    await house.publishLadder(null);
    await sync();
    expect(loyalty(customer)).not.toHaveProperty("tier");
  });

  it("shows an order that gave no entry", async () => {
    const { memberId, customer } = await house.member();
    await house.place(memberId, "bronze");
    await house.ledger.transaction(({ tiers }) =>
      tiers.followProgram(SHOP, { version: 101, losers: { kind: "apply" }, silent: true }),
    );
    await spend(customer, "400.00", "2026-03-01");
    await sync();
    await spend(customer, "0.40", "2026-03-02", 2);
    expect(await house.query("SELECT FROM members_to_publish")).toEqual([]);
    await sync();
    expect(loyalty(customer).tier?.next).toMatchObject({ missing: [{ amount: "599.60" }] });
  });

  it("is written anew on the day on which the window moves on, and not before", async () => {
    const year = { kind: "calendar-year", months: null, keepNext: false } as const;
    await house.publishLadder({ ...TIERS, window: year });
    const { memberId, customer } = await house.member();
    await house.place(memberId, "bronze");
    const today = businessDate(fixture.store.now(), "America/New_York");
    await spend(customer, "400.00", today);
    await sync();
    const lastDay = `${today.slice(0, 4)}-12-31`;
    expect(loyalty(customer).tier?.next).toMatchObject({ percent: 40, by: lastDay });
    written();
    const at = (instant: string) => ({ ...house.ports, clock: { now: () => new Date(instant) } });
    // Midnight of New York is at 05:00 UTC.
    await syncMetafields(at(`${Number(today.slice(0, 4)) + 1}-01-01T04:59:00Z`), SHOP);
    expect(written()).toBe(0);
    await syncMetafields(at(`${Number(today.slice(0, 4)) + 1}-01-01T05:00:00Z`), SHOP);
    expect(loyalty(customer).tier?.next).toMatchObject({ percent: 0, by: null });
  });
});
