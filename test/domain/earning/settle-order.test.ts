import { describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderEffect, OrderRecord } from "#app/domain/earning/order-record.ts";
import { settleDeletion } from "#app/domain/earning/settle-deletion.ts";
import { type SettlingContext, settleOrder } from "#app/domain/earning/settle-order.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { later, line, order, program, refund, usd } from "#test/support/factories.ts";

const V1: ProgramVersion = {
  version: 1,
  publishedAt: new Date("2026-01-01"),
  publishedBy: "test",
  body: program(),
};
const MEMBER = {
  ...{ memberId: "m1", takesPart: true, joinedOn: "2026-01-01" },
  traits: { tags: [], ordersCount: 0, spentMinor: 0n, lastOrderOn: null, balance: 0 },
};
const CONTEXT: SettlingContext = {
  currency: "USD",
  timeZone: "America/New_York",
  versions: [V1],
  history: { earns: true, from: null },
  member: MEMBER,
  campaigns: [],
  given: () => ({ day: 0, month: 0 }),
};

/** Settles the states in the given order; returns the last record and every effect on the way. */
function settle(
  states: readonly OrderFacts[],
  context: SettlingContext | ((state: number) => SettlingContext) = CONTEXT,
) {
  let record: OrderRecord | null = null;
  const effects: OrderEffect[] = [];
  for (const [position, facts] of states.entries()) {
    const settled = settleOrder(record, facts, typeof context === "function" ? context(position) : context);
    record = settled.next;
    effects.push(...settled.effects);
  }
  if (record === null) throw new Error("no state");
  return {
    record,
    effects: effects.map(({ key, kind, points }) => `${key} ${kind === "earn" ? "" : "-"}${points}`),
  };
}

const bought = order(1, {
  lines: [line(1, { net: "40.00" }), line(2, { net: "60.00" }), line(3, { net: "20.00" })],
});
const withRules = (rules: ProgramBody["earning"]["rules"]): ProgramBody => ({
  ...V1.body,
  earning: { ...V1.body.earning, rules },
});
const refunded = (facts: OrderFacts, minutes: number, ...refunds: OrderFacts["refunds"]) =>
  later(facts, minutes, { refunds, financialStatus: "partially-refunded" });

describe("a refund", () => {
  const fifty = order(1, { lines: [line(1, { net: "50.00" })] });
  const full = refunded(fifty, 60, refund(1, { at: "2026-03-05T00:00:00Z", lines: [[1, "50.00"]] }));

  it("of a $50 order takes back its 50 points", () => {
    expect(settle([fifty, full]).effects).toEqual(["order:1/earn 50", "refund:1/reverse -50"]);
  });

  it.each([
    ["switched off", withRules(V1.body.earning.rules.map((rule) => ({ ...rule, enabled: false })))],
    ["deleted", withRules([])],
    ["doubled", program({ points: 2 })],
  ])("takes the same 50 when the rule was %s since", (_, body) => {
    const V2 = { version: 2, publishedAt: new Date("2026-03-04"), publishedBy: "test", body };
    const { effects } = settle([fifty, full], (state) =>
      state === 0 ? CONTEXT : { ...CONTEXT, versions: [V1, V2] },
    );
    expect(effects).toEqual(["order:1/earn 50", "refund:1/reverse -50"]);
  });

  it("of 10.00 on 19.99 and 19 points keeps 9, so −10", () => {
    const facts = order(1, { lines: [line(1, { net: "19.99" })] });
    const partly = refunded(facts, 60, refund(1, { at: "2026-03-05T00:00:00Z", lines: [[1, "10.00"]] }));
    expect(settle([facts, partly]).effects).toEqual(["order:1/earn 19", "refund:1/reverse -10"]);
  });

  it("of $75 of $100 leaves 25 points", () => {
    const facts = order(1, { lines: [line(1, { net: "100.00" })] });
    const partly = refunded(facts, 60, refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "75.00" }));
    expect(settle([facts, partly]).record.keptPoints).toBe(25);
  });

  it("goes by lines: X 40, Y 60, Z 20: Y −60, later Z −20", () => {
    const y = refund(1, { at: "2026-03-05T00:00:00Z", lines: [[2, "60.00"]] });
    const z = refund(2, { at: "2026-03-06T00:00:00Z", lines: [[3, "20.00"]] });
    const { effects, record } = settle([bought, refunded(bought, 1, y), refunded(bought, 2, y, z)]);
    expect(effects).toEqual(["order:1/earn 120", "refund:1/reverse -60", "refund:2/reverse -20"]);
    expect(record.lines.map(({ keptPoints }) => keptPoints)).toEqual([40, 0, 0]);
  });

  it.each([
    [
      "of shipping only takes 0",
      refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "5.00", shippingMinor: usd("5.00") }),
    ],
    [
      "that restocks without money takes 0",
      refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "0", lines: [[2, "60.00"]] }),
    ],
  ])("%s", (_, one) => {
    expect(settle([bought, refunded(bought, 60, one)]).effects).toEqual(["order:1/earn 120"]);
  });

  it("counts at most the money really paid back, less shipping and tax", () => {
    const one = refund(1, {
      at: "2026-03-05T00:00:00Z",
      paidBack: "40.00",
      shippingMinor: usd("5.00"),
      taxMinor: usd("5.00"),
      lines: [[2, "60.00"]],
    });
    expect(settle([bought, refunded(bought, 60, one)]).effects).toEqual([
      "order:1/earn 120",
      "refund:1/reverse -30",
    ]);
  });

  it("whose money is still on its way takes nothing yet, and its points once it has gone", () => {
    const waiting = refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "0", lines: [[2, "60.00"]] });
    const gone = refund(1, { at: "2026-03-05T00:00:00Z", lines: [[2, "60.00"]] });
    const { effects } = settle([bought, refunded(bought, 1, waiting), refunded(bought, 2, gone)]);
    expect(effects).toEqual(["order:1/earn 120", "refund:1/reverse -60"]);
  });

  it("that grows after it was told takes the rest as a change of the order", () => {
    const first = refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "20.00", lines: [[2, "60.00"]] });
    const whole = refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "60.00", lines: [[2, "60.00"]] });
    const { effects } = settle([
      bought,
      refunded(bought, 1, first),
      refunded(bought, 2, whole),
      refunded(bought, 3, whole),
    ]);
    expect(effects).toEqual(["order:1/earn 120", "refund:1/reverse -20", "order:1/edit:1 -40"]);
  });

  it("whose money came, bounced and came again never takes by its key twice", () => {
    const sent = refund(7, { at: "2026-03-05T00:00:00Z", lines: [[1, "50.00"]] });
    const bounced = { ...sent, paidBackMinor: 0n };
    const { record, effects } = settle([
      fifty,
      refunded(fifty, 60, sent),
      refunded(fifty, 120, bounced),
      refunded(fifty, 180, sent),
    ]);
    expect(effects).toEqual([
      "order:1/earn 50",
      "refund:7/reverse -50",
      "order:1/edit:1 50",
      "order:1/edit:2 -50",
    ]);
    expect(record.keptPoints).toBe(0);
  });

  it("sent twice takes once", () => {
    expect(settle([fifty, full, full]).effects).toEqual(["order:1/earn 50", "refund:1/reverse -50"]);
  });

  it("of everything makes it no purchase any more; of nothing but shipping does not", () => {
    expect(settle([fifty, full]).record).toMatchObject({
      isPurchase: false,
      fullyRefundedAt: new Date("2026-03-05T00:00:00Z"),
    });
    const zero = order(1, {
      lines: [line(1, { net: "0.00" })],
      shippingMinor: usd("5.00"),
      totalMinor: usd("5.00"),
    });
    const shipping = refunded(
      zero,
      60,
      refund(1, { at: "2026-03-05T00:00:00Z", paidBack: "5.00", shippingMinor: usd("5.00") }),
    );
    expect(settle([zero, shipping]).record).toMatchObject({ isPurchase: true, fullyRefundedAt: null });
  });
});

describe("an edit", () => {
  const removed = (facts: OrderFacts, minutes: number) =>
    later(facts, minutes, {
      lines: [
        bought.lines[0]!,
        { ...bought.lines[1]!, netMinor: 0n, quantity: 0, orderedNetMinor: usd("60.00") },
        bought.lines[2]!,
      ],
    });

  it("downward keeps each line's share of its snapshot", () => {
    expect(settle([bought, removed(bought, 5)]).effects).toEqual(["order:1/earn 120", "order:1/edit:1 -60"]);
  });

  it("ends the same when the order is first heard of after it", () => {
    const { record } = settle([removed(bought, 5)]);
    expect(record).toMatchObject({
      keptPoints: 60,
      earnedPoints: 120,
      goodsMinor: usd("120.00"),
      goodsLeftMinor: usd("60.00"),
    });
  });

  it.each([
    ["an amount", refund(1, { at: "2026-03-06T00:00:00Z", paidBack: "60.00" })],
    ["the line that is gone", refund(1, { at: "2026-03-06T00:00:00Z", lines: [[2, "60.00"]] })],
  ])("removes goods once: paying them back as %s takes nothing more", (_, paidBack) => {
    const edited = removed(bought, 5);
    const { effects, record } = settle([bought, edited, later(edited, 9, { refunds: [paidBack] })]);
    expect(effects).toEqual(["order:1/earn 120", "order:1/edit:1 -60"]);
    expect(record).toMatchObject({ keptPoints: 60, goodsLeftMinor: usd("60.00") });
  });

  it("that is taken back restores what the line had", () => {
    const { effects, record } = settle([bought, removed(bought, 5), later(bought, 9, {})]);
    expect(effects).toEqual(["order:1/earn 120", "order:1/edit:1 -60", "order:1/edit:2 60"]);
    expect(record.keptPoints).toBe(120);
  });

  it("by the version of the order, not by today's", () => {
    const V2 = {
      version: 2,
      publishedAt: new Date("2026-03-03"),
      publishedBy: "test",
      body: program({ points: 10 }),
    };
    const more = later(bought, 5, { lines: [...bought.lines, line(4, { net: "10.00" })] });
    const { effects } = settle([bought, more], (state) =>
      state === 0 ? CONTEXT : { ...CONTEXT, versions: [V1, V2] },
    );
    expect(effects).toEqual(["order:1/earn 120", "order:1/edit:1 10"]);
  });

  it("of an order that earned 0 points can still earn", () => {
    const zero = order(1, { lines: [line(1, { net: "0.00" })] });
    const more = later(zero, 5, { lines: [line(1, { net: "0.00" }), line(2, { net: "10.00" })] });
    expect(settle([zero, more]).effects).toEqual(["order:1/edit:1 10"]);
  });
});

describe("an order that ends", () => {
  const cancelled = later(bought, 5, { cancelledAt: new Date("2026-03-04T00:00:00Z") });

  it("by cancellation loses everything it kept, once", () => {
    expect(settle([bought, cancelled, cancelled]).effects).toEqual([
      "order:1/earn 120",
      "order:1/cancel -120",
    ]);
  });

  it("stays cancelled whatever state is told later", () => {
    const { record, effects } = settle([bought, cancelled, later(bought, 10, {})]);
    expect(effects).toEqual(["order:1/earn 120", "order:1/cancel -120"]);
    expect(record).toMatchObject({
      isPurchase: false,
      keptPoints: 0,
      cancelledAt: new Date("2026-03-04T00:00:00Z"),
    });
  });

  it("by deletion loses everything it kept, once", () => {
    const { record } = settle([bought]);
    const deleted = settleDeletion(record, new Date("2026-03-06"));
    expect(deleted.effects).toMatchObject([{ key: "order:1/cancel", points: 120, reason: "order-deleted" }]);
    expect(settleDeletion(deleted.next, new Date("2026-03-07")).effects).toEqual([]);
  });
});

describe("an order known from a file", () => {
  const row = order(1, { orderId: "csv:#1", origin: "csv", lines: [line(77, { net: "120.00" })] });

  it.each([
    ["Shopify", bought],
    ["a better file", { ...bought, origin: "csv" as const, updatedAt: later(bought, 1, {}).updatedAt }],
  ])("and then told by %s earns no second time, though its lines have other ids", (_, better) => {
    const { effects, record } = settle([row, better]);
    expect(effects).toEqual(["order:csv:#1/earn 120"]);
    expect(record.lines.map(({ keptPoints }) => keptPoints)).toEqual([40, 60, 20]);
  });

  it("that had a refund of its own keeps what the better source says, by one entry", () => {
    const partly = later(row, 1, { refunds: [refund(5, { at: "2026-03-05T00:00:00Z", paidBack: "60.00" })] });
    const truth = refunded(
      bought,
      9,
      refund(6, {
        at: "2026-03-05T00:00:00Z",
        lines: [
          [2, "60.00"],
          [3, "20.00"],
        ],
      }),
    );
    expect(settle([row, partly, truth]).effects).toEqual([
      "order:csv:#1/earn 120",
      "refund:5/reverse -60",
      "order:1/edit:1 -20",
    ]);
  });
});

describe("which version rules an order", () => {
  const V2 = {
    version: 2,
    publishedAt: new Date("2026-03-02T10:00:00Z"),
    publishedBy: "test",
    body: program({ points: 2 }),
  };
  const both = { ...CONTEXT, versions: [V1, V2] };

  it("the newest that was published when it was paid", () => {
    expect(settle([order(1, { paidAt: new Date("2026-03-02T09:59:59Z") })], both).record.programVersion).toBe(
      1,
    );
    expect(settle([order(1, { paidAt: new Date("2026-03-02T10:00:00Z") })], both).record.programVersion).toBe(
      2,
    );
  });

  it("history earns by version 1, dated by the order, from the day the merchant chose", () => {
    const early = { ...both, member: { ...MEMBER, joinedOn: "2025-05-05" } };
    const old = order(1, { day: "2025-05-05", paidAt: new Date("2025-05-09T00:00:00Z") });
    expect(settle([old], early).record).toMatchObject({
      programVersion: 1,
      earnedAt: new Date("2025-05-05T12:00:00Z"),
    });
    const from = (day: string) => ({ ...early, history: { earns: true, from: day } });
    expect(settle([old], from("2025-05-05")).record.programVersion).toBe(1);
    expect(settle([old], from("2025-05-06")).record).toMatchObject({
      programVersion: null,
      unearned: "before-history",
    });
    expect(settle([old], { ...early, history: { earns: false, from: null } }).effects).toEqual([]);
  });

  it("an order that nobody who takes part placed earns nothing, also when they join later", () => {
    const outside = { ...CONTEXT, member: { ...MEMBER, takesPart: false } };
    const { effects, record } = settle([bought, later(bought, 5, {})], (state) =>
      state === 0 ? outside : CONTEXT,
    );
    expect(effects).toEqual([]);
    expect(record.unearned).toBe("not-participating");
  });

  it("none, as long as only a deposit was paid, also when it has gone back", () => {
    const deposit = order(1, { paidAt: null, financialStatus: "partially-paid" });
    const back = { refunds: [refund(1, { at: "2026-03-03T00:00:00Z", paidBack: "5.00" })] };
    const { record, effects } = settle([
      deposit,
      later(deposit, 60, { ...back, financialStatus: "refunded" }),
    ]);
    expect(effects).toEqual([]);
    expect(record).toMatchObject({ paidAt: null, isPurchase: false });
  });

  it("the moment of payment never changes once it is known", () => {
    const unpaid = order(1, { paidAt: null, financialStatus: "pending" });
    const paid = later(unpaid, 60, { financialStatus: "paid" });
    const { record } = settle([unpaid, paid, later(paid, 60, { paidAt: new Date("2026-03-05") })]);
    expect(record.paidAt).toEqual(paid.updatedAt);
  });
});
