import fc from "fast-check";
import {
  type LineFacts,
  type OrderFacts,
  type ProductTraits,
  type RefundFacts,
  UNKNOWN_PRODUCT,
} from "#app/domain/earning/order-facts.ts";
import { later, line, order } from "./factories.ts";

/** One thing that happens to an order after it was bought. */
type Event =
  | {
      readonly kind: "refund-lines";
      readonly share: number;
      readonly line: number;
      readonly paysBack: boolean;
    }
  | { readonly kind: "refund-amount"; readonly share: number }
  | { readonly kind: "remove"; readonly line: number; readonly share: number }
  | { readonly kind: "restore"; readonly line: number }
  | { readonly kind: "add"; readonly netMinor: bigint }
  | { readonly kind: "fulfil" }
  | { readonly kind: "cancel" };

const share = fc.integer({ min: 1, max: 100 });
const lineNumber = fc.integer({ min: 0, max: 9 });
const net = fc.bigInt(0n, 50_000n);

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("refund-lines"),
      share,
      line: lineNumber,
      paysBack: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("refund-amount"), share }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove"), line: lineNumber, share }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restore"), line: lineNumber }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("add"), netMinor: net }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fulfil") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel") }) },
);

const percent = (amount: bigint, of: number) => (amount * BigInt(of)) / 100n;

const VENDORS = ["Acme", "Nobody", null];
const PRODUCTS: readonly ProductTraits[] = [
  UNKNOWN_PRODUCT,
  { productTags: ["sale", "new"], collectionIds: [], onSale: true },
  { productTags: [], collectionIds: ["gid://shopify/Collection/1"], onSale: false },
];

const priced = (netMinor: bigint) => ({
  netMinor,
  taxMinor: netMinor / 10n,
  discountMinor: netMinor / 4n,
});

function lineOf(orderNumber: number, position: number, netMinor: bigint, giftCard = false): LineFacts {
  return {
    ...{
      lineId: `gid://shopify/LineItem/${orderNumber}${position}`,
      title: `Article ${position}`,
      quantity: 1,
    },
    ...{ productId: null, variantId: null, vendor: VENDORS[position % VENDORS.length]!, sku: null, giftCard },
    ...{ ...priced(netMinor), orderedNetMinor: netMinor, orderedTaxMinor: netMinor / 10n },
    ...{ orderedDiscountMinor: netMinor / 4n, ...PRODUCTS[position % PRODUCTS.length]! },
  };
}

function apply(facts: OrderFacts, event: Event, step: number, orderNumber: number): Partial<OrderFacts> {
  const at = new Date(facts.processedAt.getTime() + step * 3_600_000);
  const refund = (given: Pick<RefundFacts, "paidBackMinor" | "lines">): Partial<OrderFacts> => ({
    financialStatus: "partially-refunded",
    refunds: [
      ...facts.refunds,
      {
        refundId: `gid://shopify/Refund/${orderNumber}${step}`,
        at,
        shippingMinor: 0n,
        taxMinor: 0n,
        ...given,
      },
    ],
  });
  const chosen = "line" in event ? facts.lines[event.line % facts.lines.length] : undefined;
  const withNet = (netMinor: bigint) => ({
    lines: facts.lines.map((line) => (line === chosen ? { ...line, ...priced(netMinor) } : line)),
  });
  switch (event.kind) {
    case "refund-lines": {
      if (chosen === undefined) return {};
      const amount = percent(chosen.netMinor, event.share);
      const lines = [{ lineId: chosen.lineId, quantity: 1, netMinor: amount }];
      return refund({ paidBackMinor: event.paysBack ? amount : 0n, lines });
    }
    case "refund-amount":
      return refund({ paidBackMinor: percent(facts.totalMinor, event.share), lines: [] });
    case "remove":
      return chosen === undefined ? {} : withNet(chosen.netMinor - percent(chosen.netMinor, event.share));
    case "restore":
      return chosen === undefined ? {} : withNet(chosen.orderedNetMinor ?? chosen.netMinor);
    case "add":
      return { lines: [...facts.lines, lineOf(orderNumber, facts.lines.length, event.netMinor)] };
    case "fulfil":
      return { fulfilledAt: facts.fulfilledAt ?? at };
    case "cancel":
      return { cancelledAt: facts.cancelledAt ?? at };
  }
}

/** Every state that an order goes through, from the purchase on; each newer than the one before. */
export function orderHistory(
  orderNumber: number,
  change: Partial<OrderFacts> = {},
): fc.Arbitrary<OrderFacts[]> {
  return fc
    .record({
      nets: fc.array(net, { minLength: 1, maxLength: 5 }),
      giftCards: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      events: fc.array(event, { maxLength: 6 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    .map(({ nets, giftCards, events, day }) => {
      const lines = nets.map((netMinor, position) =>
        lineOf(orderNumber, position, netMinor, position > 0 && giftCards[position] === true),
      );
      const states = [
        order(orderNumber, { day: `2026-03-${String(day).padStart(2, "0")}`, lines, ...change }),
      ];
      for (const [position, one] of events.entries()) {
        const before = states.at(-1)!;
        states.push(later(before, 60, apply(before, one, position + 1, orderNumber)));
      }
      return states;
    });
}

/** Deliveries as they may come: each at least once unless `dropped`, in any order, some twice; the newest state is never lost. */
export function deliveriesOf(states: readonly OrderFacts[]): fc.Arbitrary<OrderFacts[]> {
  return fc
    .record({
      repeats: fc.array(fc.integer({ min: 0, max: 2 }), {
        minLength: states.length,
        maxLength: states.length,
      }),
      order: fc.array(fc.integer(), { minLength: states.length * 2, maxLength: states.length * 2 }),
    })
    .map(({ repeats, order: keys }) => {
      const all = states.flatMap((state, position) => {
        const times = position === states.length - 1 ? Math.max(1, repeats[position]!) : repeats[position]!;
        return Array.from({ length: times }, () => state);
      });
      return all
        .map((state, position) => ({ state, key: keys[position]! }))
        .sort((a, b) => a.key - b.key)
        .map(({ state }) => state);
    });
}

/** An order; its states as it is refunded part by part, told in any order; and its state refunded at once. */
export function partsAndWhole(
  change: Partial<OrderFacts> = {},
): fc.Arbitrary<{ bought: OrderFacts; parts: OrderFacts[]; whole: OrderFacts }> {
  return fc
    .record({
      nets: fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 1, maxLength: 5 }),
      cuts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 }),
      arrival: fc.array(fc.integer(), { minLength: 6, maxLength: 6 }),
    })
    .map(({ nets, cuts, arrival }) => {
      const lines = nets.map((cents, position) => line(position, { net: (cents / 100).toFixed(2) }));
      const bought = order(1, { lines, ...change });
      const steps = [...cuts.sort((a, b) => a - b), 100];
      const refunds = steps.map((until, number): RefundFacts => {
        const from = steps[number - 1] ?? 0;
        const parts = bought.lines.map(({ lineId, netMinor }) => ({
          ...{ lineId, quantity: 1 },
          netMinor: percent(netMinor, until) - percent(netMinor, from),
        }));
        return {
          refundId: `gid://shopify/Refund/${number}`,
          at: new Date(bought.processedAt.getTime() + (number + 1) * 3_600_000),
          paidBackMinor: parts.reduce((sum, { netMinor }) => sum + netMinor, 0n),
          ...{ shippingMinor: 0n, taxMinor: 0n, lines: parts },
        };
      });
      const heard = refunds
        .map((refund, position) => ({ refund, key: arrival[position]! }))
        .sort((a, b) => a.key - b.key)
        .map(({ refund }) => refund);
      const parts = heard.map((_, count) => later(bought, count + 1, { refunds: heard.slice(0, count + 1) }));
      const everything = {
        ...refunds[0]!,
        paidBackMinor: bought.totalMinor,
        lines: bought.lines.map(({ lineId, netMinor }) => ({ lineId, quantity: 1, netMinor })),
      };
      return { bought, parts, whole: later(bought, 1, { refunds: [everything] }) };
    });
}
