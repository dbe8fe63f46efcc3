/** Single effects that are asked for at once share their statements; none of them may suffer from another. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, order } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

const MEMBERS = 12;
let test: TestLedger;
let shopId: string;
let members: string[];
beforeAll(async () => {
  test = await createTestLedger();
  shopId = await installTestShop(test);
  await recordOrders(
    test,
    shopId,
    Array.from({ length: MEMBERS }, (_, index) =>
      order(index + 1, {
        customer: {
          ...ADA,
          customerId: `gid://shopify/Customer/${5000 + index}`,
          email: `member-${index}@example.com`,
        },
      }),
    ),
  );
  const { rows } = await test.database.pool.query<{ id: string }>(
    "SELECT member_id::text AS id FROM members WHERE shop_id = $1 ORDER BY 1",
    [shopId],
  );
  members = rows.map(({ id }) => id);
});
afterAll(async () => {
  await expectCoherentLedger(test.database, shopId);
  await test.drop();
});

const give = (memberId: string, points: number, idempotencyKey: string) =>
  adjustPoints(test, shopId, { memberId, points, reason: "Thank you", idempotencyKey });
const codeOf = (outcome: Awaited<ReturnType<typeof give>>) =>
  outcome.ok ? (outcome.value.isNew ? "given" : "given before") : outcome.refusals[0].code;
const balanceOf = async (memberId: string) => {
  const { rows } = await test.database.pool.query<{ balance: string }>(
    "SELECT balance FROM members WHERE shop_id = $1 AND member_id = $2",
    [shopId, memberId],
  );
  return Number(rows[0]?.balance);
};

it("twelve members get their points at once, each once, and the same requests again get the first answers", async () => {
  const all = () => Promise.all(members.map((memberId, n) => give(memberId, n + 1, `all-${n}`).then(codeOf)));
  const before = await Promise.all(members.map(balanceOf));
  expect(await all()).toEqual(members.map(() => "given"));
  expect(await all()).toEqual(members.map(() => "given before"));
  expect(await Promise.all(members.map(balanceOf))).toEqual(before.map((points, n) => points + n + 1));
});

it("thirty effects on one member at once all count, one after another", async () => {
  const [memberId] = members as [string];
  const before = await balanceOf(memberId);
  const given = await Promise.all(Array.from({ length: 30 }, (_, n) => give(memberId, 1, `one-${n}`)));
  expect(given.map(codeOf)).toEqual(given.map(() => "given"));
  expect(await balanceOf(memberId)).toBe(before + 30);
});

it("of two members who ask under one key at once one gets the points, and the others around them get theirs", async () => {
  const before = await Promise.all(members.map(balanceOf));
  const keys = members.map((_, n) => (n < 2 ? "the same" : `other-${n}`));
  const codes = await Promise.all(members.map((memberId, n) => give(memberId, 5, keys[n]!).then(codeOf)));
  expect(codes.slice(0, 2).sort()).toEqual(["given", "idempotency-conflict"]);
  expect(codes.slice(2)).toEqual(codes.slice(2).map(() => "given"));
  const gained = (await Promise.all(members.map(balanceOf))).map((points, n) => points - before[n]!);
  expect(gained.slice(0, 2).sort()).toEqual([0, 5]);
  expect(gained.slice(2)).toEqual(gained.slice(2).map(() => 5));
});

it("a member whose row somebody holds keeps nobody else waiting, and gets theirs when it is let go", async () => {
  const [held, ...others] = members as [string, ...string[]];
  const before = await balanceOf(held);
  const holder = await test.database.pool.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM members WHERE shop_id = $1 AND member_id = $2 FOR UPDATE", [
      shopId,
      held,
    ]);
    const waiting = give(held, 7, "held");
    const given = await Promise.all(others.map((memberId, n) => give(memberId, 7, `free-${n}`)));
    expect(given.map(codeOf)).toEqual(others.map(() => "given"));
    expect(await balanceOf(held)).toBe(before);
    await holder.query("COMMIT");
    expect(codeOf(await waiting)).toBe("given");
    expect(await balanceOf(held)).toBe(before + 7);
  } finally {
    holder.release();
  }
});
