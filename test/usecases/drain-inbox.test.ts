import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Webhook } from "#app/usecases/inbox/inbox-ports.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { createOrder, markPaid } from "#dev-store/state/operations/orders.ts";
import { cancelOrder, refundOrder } from "#dev-store/state/operations/refunds.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { booksOf, openHouse, recordWebhooks, SHOP, type House } from "./inbox-house.ts";

let fixture: Fixture;
let house: House;
let sent: Webhook[];
let ada: Id;

beforeAll(async () => {
  fixture = await openFixture();
  ada = done(createCustomer(fixture.store, fixture.state, { email: "ada@example.com", firstName: "Ada" })).id;
  sent = recordWebhooks(fixture);
});
afterAll(() => fixture.close());
beforeEach(async () => {
  house = await openHouse(fixture);
  sent.length = 0;
});
afterEach(() => house.close());

function done<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

const place = (input: Partial<Parameters<typeof createOrder>[2]> = {}) =>
  done(
    createOrder(fixture.store, fixture.state, {
      customerId: ada,
      lines: [{ title: "Tea", priceMinor: 2000n, quantity: 2 }],
      ...input,
    }),
  );
const balance = async () =>
  Number(
    (await house.query<{ balance: string }>("SELECT coalesce(sum(balance), 0) AS balance FROM members"))[0]
      ?.balance,
  );

test("a paid order earns once, however many topics tell of it", async () => {
  place();
  expect(sent.map((one) => one.topic)).toContain("orders/paid");
  await house.deliver([...sent, ...sent]);
  await house.drain();
  expect(await balance()).toBe(40);
  expect(await house.inbox.countOpen(SHOP)).toBe(0);
});

test("what is done forgets its payload", async () => {
  place();
  await house.deliver(sent);
  await house.drain();
  expect(await house.query("SELECT * FROM inbox_events WHERE payload IS NOT NULL")).toEqual([]);
});

test("two states with one updated_at are told apart by asking Shopify", async () => {
  const order = place({ financialStatus: "pending" });
  const placed = [...sent];
  done(markPaid(fixture.store, fixture.state, { id: order.id }));
  const paid = sent.slice(placed.length);
  await house.deliver(paid);
  await house.drain();
  await house.deliver(placed);
  await house.drain();
  expect(await balance()).toBe(40);
});

type Step = {
  kind: "pay" | "edit" | "refund" | "amount" | "restock" | "cancel";
  order: number;
  much: number;
  pause: boolean;
};

/** One store history; every step may be refused by the store, as Shopify would. */
async function play(
  customerId: Id,
  steps: readonly Step[],
  unpaid: readonly boolean[],
  afterStep: () => Promise<void>,
): Promise<void> {
  const { store, state } = fixture;
  const placed = unpaid.map((pending) =>
    place({
      customerId,
      financialStatus: pending ? "pending" : "paid",
      lines: [
        { title: "Tea", priceMinor: 1001n, quantity: 3, taxMinor: 90n },
        { title: "Pot", priceMinor: 4500n, quantity: 1 },
      ],
    }),
  );
  await afterStep();
  for (const { kind, order, much, pause } of steps) {
    const { id, lines } = placed[order % placed.length]!;
    const lineId = lines[0]!.id;
    if (pause) store.setClockOffsetMs(store.clockOffsetMs + 61 * 60 * 1000);
    if (kind === "pay") markPaid(store, state, { id });
    if (kind === "edit") editOrder(store, state, { id, quantities: [{ lineId, quantity: much % 5 }] });
    // What an edit added and nobody has paid yet earns when it is paid; before, no single state tells which units those are.
    if (kind === "edit" && state.get("order", id)?.financialStatus === "partially_paid")
      markPaid(store, state, { id });
    if (kind === "refund") refundOrder(store, state, { id, lines: [{ lineId, quantity: 1 }] });
    if (kind === "amount") refundOrder(store, state, { id, amountMinor: BigInt(much) });
    if (kind === "restock")
      refundOrder(store, state, { id, lines: [{ lineId, quantity: 1 }], restockOnly: true });
    if (kind === "cancel") cancelOrder(store, state, { id, refund: much % 2 === 0 });
    await afterStep();
  }
}

test(
  "deliveries duplicated and in any order, worked off by several workers, end where the same deliveries in order, one by one, end",
  { timeout: 180_000 },
  async () => {
    const step = fc.record({
      kind: fc.constantFrom<Step["kind"]>("pay", "edit", "refund", "amount", "restock", "cancel"),
      order: fc.nat(3),
      much: fc.integer({ min: 1, max: 4000 }),
      pause: fc.boolean(),
    });
    const history = fc.record({
      steps: fc.array(step, { maxLength: 8 }),
      unpaid: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
      shuffle: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      batches: fc.integer({ min: 1, max: 4 }),
    });
    const anyOrder = await openHouse(fixture);
    let buyers = 0;
    await fc
      .assert(
        fc.asyncProperty(history, async ({ steps, unpaid, shuffle, batches }) => {
          const buyer = done(
            createCustomer(fixture.store, fixture.state, { email: `buyer-${++buyers}@example.com` }),
          ).id;
          sent.length = 0;
          let delivered = 0;
          await play(buyer, steps, unpaid, async () => {
            await house.deliver(sent.slice(delivered));
            delivered = sent.length;
            await house.drain();
          });
          const shuffled = [...sent, ...sent]
            .map((webhook, index) => ({ webhook, rank: shuffle[index % shuffle.length]! }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ webhook }) => webhook);
          const size = Math.ceil(shuffled.length / batches);
          for (let start = 0; start < shuffled.length; start += size) {
            await anyOrder.deliver(shuffled.slice(start, start + size));
            await Promise.all([anyOrder.drain(), anyOrder.drain(), anyOrder.drain()]);
          }
          // Many runs on one shop meet Shopify's throttling, which puts events off: their next attempt comes now.
          for (let attempt = 1; attempt <= 10; attempt++) {
            for (const one of [house, anyOrder]) {
              await one.query(
                "UPDATE inbox_events SET due_at = received_at WHERE shop_id = $1 AND due_at IS NOT NULL",
                [SHOP],
              );
              await one.drain();
            }
            if ((await booksOf(anyOrder, gid("Customer", buyer))).open.length === 0) break;
          }
          const [expected, found] = [
            await booksOf(house, gid("Customer", buyer)),
            await booksOf(anyOrder, gid("Customer", buyer)),
          ];
          expect(found).toEqual(expected);
          expect(found.orders).toHaveLength(unpaid.length);
          expect(found.open).toEqual([]);
        }),
        { numRuns: 20 },
      )
      .finally(() => anyOrder.close());
  },
);

describe("a shop that changes", () => {
  const tell = async (eventId: string) => {
    await house.deliver([
      { shopId: SHOP, topic: "shop/update", eventId, triggeredAt: house.clock.now(), payload: "{}" },
    ]);
    await house.drain();
  };
  const change = (shop: object) => {
    const before = { ...fixture.state.shop };
    Object.assign(fixture.state.shop, shop);
    return () => Object.assign(fixture.state.shop, before);
  };

  test("has its new name and time zone from then on", async () => {
    const undo = change({ name: "Quieter", timeZone: "Asia/Tokyo" });
    await tell("zone-1");
    expect(await house.shops.get(SHOP)).toMatchObject({
      name: "Quieter",
      timeZone: "Asia/Tokyo",
      currency: "USD",
    });
    undo();
    await tell("zone-2");
    expect((await house.shops.get(SHOP))?.timeZone).not.toBe("Asia/Tokyo");
  });

  test("to another currency keeps the one its books are in, and the merchant is told what to do", async () => {
    const undo = change({ currency: "EUR" });
    await tell("currency-1");
    undo();
    expect((await house.shops.get(SHOP))?.currency).toBe("USD");
    const [event] = await house.query<{ failure: string }>(
      "SELECT failure FROM inbox_events WHERE event_id = 'currency-1' AND due_at IS NOT NULL",
    );
    expect(event?.failure).toContain("The store's currency is now EUR; Perennial counts in USD.");
  });
});

describe("trouble", () => {
  test("an event that nobody can read is given up at once and shown, and holds up nobody", async () => {
    place();
    await house.deliver([{ ...sent[0]!, eventId: "broken", payload: "{ not json" }, ...sent]);
    await house.drain();
    expect(await balance()).toBe(40);
    expect(await house.inbox.listFailed(SHOP, 10)).toMatchObject([
      { eventId: "broken", attempts: 1, failure: "unreadable: the body is not JSON" },
    ]);
  });

  test("an order that can't be recorded is tried ten times with growing pauses, then given up until the merchant retries", async () => {
    const poisoned = place();
    const good = place();
    const name = poisoned.name;
    await house.query(`ALTER TABLE orders ADD CONSTRAINT poison CHECK (name <> '${name}')`);
    await house.deliver(sent);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await house.drain();
      const next = await house.inbox.nextDueAt(SHOP);
      if (next === null) break;
      pauses.push(next.getTime() - fixture.store.now().getTime());
      fixture.store.setClockOffsetMs(fixture.store.clockOffsetMs + pauses.at(-1)! + 1000);
    }
    expect((await house.query("SELECT order_id FROM orders")).map((row) => row)).toEqual([
      { order_id: gid("Order", good.id) },
    ]);
    expect(pauses.map((ms) => Math.round(ms / 1000))).toEqual([2, 8, 32, 128, 512, 2048, 3600, 3600, 3600]);
    const failed = await house.inbox.listFailed(SHOP, 10);
    expect(failed[0]).toMatchObject({ attempts: 10, failure: expect.stringContaining("poison") as string });

    await house.query("ALTER TABLE orders DROP CONSTRAINT poison");
    for (const { topic, eventId } of failed)
      expect(await house.inbox.retry(SHOP, topic, eventId, fixture.store.now())).toBe(true);
    await house.drain();
    expect(await balance()).toBe(80);
    expect(await house.inbox.listFailed(SHOP, 10)).toEqual([]);
  });

  test("of two workers the second waits for its turn, and takes what the first one, killed, let go of", async () => {
    place();
    await house.deliver(sent);
    const now = fixture.store.now();
    let second: Promise<number> | undefined;
    const seen: string[] = [];
    const first = await house.inbox
      .claim(SHOP, now, 1, () => {
        second = house.inbox.claim(SHOP, now, 10, (theirs) => {
          seen.push(...theirs.map((one) => one.topic));
          return Promise.resolve([]);
        });
        expect(seen).toEqual([]);
        return Promise.reject(new Error("killed"));
      })
      .catch((error: unknown) => error);
    expect(first).toEqual(new Error("killed"));
    expect(await second).toBe(sent.length);
    expect(seen.sort()).toEqual(sent.map((one) => one.topic).sort());
    expect(await house.inbox.countOpen(SHOP)).toBe(sent.length);
  });
});
