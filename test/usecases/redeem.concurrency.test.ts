import { afterAll, beforeAll, expect, test } from "vitest";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { reward } from "#test/support/rewards.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { done, openRedeemHouse, type RedeemHouse } from "./redeem-house.ts";

let fixture: Fixture;
let house: RedeemHouse;
beforeAll(async () => {
  fixture = await openFixture();
  house = await openRedeemHouse(fixture, [reward({ points: 100, value: "1.00" })]);
});
afterAll(async () => {
  await house.close();
  await fixture.close();
});

test.each([
  [100, 20, 1],
  [1250, 50, 12],
])("a balance of %i, %i parallel redemptions of 100: exactly %i win", async (points, parallel, wins) => {
  const { memberId } = await house.member(points);
  const all = await Promise.all(Array.from({ length: parallel }, () => house.redeem(memberId)));
  const codes = all.flatMap((one) => (one.ok ? [one.value.redemption.code] : []));
  expect(new Set(codes).size).toBe(wins);
  const refused = all.flatMap((one) => (one.ok ? [] : [one.refusals[0].code]));
  expect(refused).toEqual(Array.from({ length: parallel - wins }, () => "insufficient-points"));
  expect(await house.balance(memberId)).toBe(points - wins * 100);
  expect(await house.entries(memberId)).toHaveLength(wins);
});

test("one key, twenty times at once: one redemption", async () => {
  const { memberId } = await house.member(5000);
  const all = await Promise.all(
    Array.from({ length: 20 }, () => house.redeem(memberId, { idempotencyKey: "just-once" })),
  );
  const ids = new Set(all.map((one) => (one.ok ? one.value.redemption.redemptionId : one.refusals[0].code)));
  expect(ids.size).toBe(1);
  expect(await house.balance(memberId)).toBe(4900);
});

test("a refund races redemptions: what is spent is owed, and nothing is lost", async () => {
  const { customer, memberId } = await house.member(0);
  const order = done(house.buy(customer, [], { lines: [{ title: "Tea", priceMinor: 50000n, quantity: 1 }] }));
  await house.hear();
  expect(await house.balance(memberId)).toBe(500);
  done(refundOrder(fixture.store, fixture.state, { id: order.id }));
  const [, ...all] = await Promise.all([
    house.hear(),
    ...Array.from({ length: 8 }, () => house.redeem(memberId)),
  ]);
  const wins = all.filter(({ ok }) => ok).length;
  expect(await house.balance(memberId)).toBe(-100 * wins);
});

test("points that end race redemptions: each point is spent or gone, never both", async () => {
  const { memberId } = await house.member(0);
  const expiresAt = new Date(house.clock.now().getTime() + 60_000);
  await adjustPoints(house.ports, SHOP, {
    ...{ memberId, points: 300, reason: "short", idempotencyKey: `short-${memberId}`, expiresAt },
  });
  const kept = await house.redeem(memberId);
  expect(kept.ok).toBe(true);
  house.later(60_000);
  const [, ...late] = await Promise.all([
    expirePoints(house.ports, SHOP),
    ...Array.from({ length: 5 }, () => house.redeem(memberId)),
  ]);
  expect(late.filter(({ ok }) => ok)).toEqual([]);
  expect(await house.balance(memberId)).toBe(0);
});

test("cancelled by hand, by its deletion and by the reconcile job at once: back once", async () => {
  const { memberId } = await house.member(100);
  const made = await house.redeemed(memberId);
  await Promise.all([
    ...Array.from({ length: 5 }, () => house.cancel(made.redemptionId)),
    house.reconcile().then(() => house.sweep()),
    house.sweep(),
  ]);
  await house.hear();
  await house.sweep();
  expect((await house.get(made.redemptionId)).status).toBe("returned");
  expect(await house.entries(memberId)).toHaveLength(2);
  expect(await house.balance(memberId)).toBe(100);
});

test("after all of it the books are coherent", async () => {
  await expectCoherentLedger(house.database, SHOP);
});
