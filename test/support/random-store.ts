import fc from "fast-check";
import { type FinancialStatus, type OrderFacts, UNKNOWN_PRODUCT } from "#app/domain/earning/order-facts.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { StagedRow } from "#app/usecases/imports/import-ports.ts";
import { longLives, nearlyPlain, plainProgram, randomProgram, shortLives } from "./random-program.ts";

/** A random store with its simple orders, as facts and as the rows that an export of them would bring. */
export type RandomStore = {
  readonly currency: string;
  readonly timeZone: string;
  readonly participation: "ordered" | "account" | "joined";
  readonly excludedTag: string | null;
  readonly historyFrom: string | null;
  readonly historyEarns: boolean;
  /** null: nothing published yet. */
  readonly program: ProgramBody | null;
  /** In the order in which they were placed. */
  readonly facts: readonly OrderFacts[];
  readonly rows: readonly StagedRow[];
  /** Orders that the sets leave to the ledger's own road. */
  readonly isUnusual: (facts: OrderFacts) => boolean;
};

const line = fc.record({
  netMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30_000 })),
  taxMinor: fc.integer({ min: 0, max: 900 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  giftCard: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
});

const order = fc.record({
  buyer: fc.integer({ min: -1, max: 7 }),
  at: fc.date({
    min: new Date("2024-01-01T00:00:00Z"),
    max: new Date("2026-02-28T00:00:00Z"),
    noInvalidDate: true,
  }),
  updatedLater: fc.integer({ min: 0, max: 3 }),
  status: fc.constantFrom<FinancialStatus>(
    "paid",
    "paid",
    "paid",
    "pending",
    "authorized",
    "partially-paid",
    "expired",
  ),
  test: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  paidLater: fc.option(fc.integer({ min: 1, max: 5_000_000 }), { freq: 5 }),
  taxesIncluded: fc.boolean(),
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
});

const buyer = fc.record({
  guest: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  email: fc.integer({ min: 0, max: 4 }).map((n) => n !== 0),
  tags: fc.subarray(["vip", "Wholesale"]),
  hasAccount: fc.boolean(),
  name: fc.constantFrom("Ada Lovelace", "Борис", "İpek Şen", null),
});

export function randomStore({ mixed = true } = {}): fc.Arbitrary<RandomStore> {
  return fc
    .record({
      currency: fc.constantFrom("USD", "JPY", "KWD"),
      timeZone: fc.constantFrom("America/New_York", "Pacific/Auckland", "Asia/Kolkata", "America/Sao_Paulo"),
      participation: fc.constantFrom(
        "ordered" as const,
        "ordered" as const,
        "account" as const,
        "joined" as const,
      ),
      excludedTag: fc.constantFrom(null, "wholesale"),
      historyFrom: fc.constantFrom(null, "2025-01-01"),
      historyEarns: fc.constantFrom(true, true, true, false),
      program: fc.option(
        fc.oneof(
          {
            weight: 2,
            arbitrary: fc
              .tuple(fc.constantFrom(1, 3, 10), fc.constantFrom("1", "2", "7"), fc.constantFrom(null, 1, 12))
              .map((plain) => plainProgram(...plain)),
          },
          { weight: 1, arbitrary: randomProgram(fc.oneof(longLives, shortLives)) },
          { weight: 2, arbitrary: fc.constantFrom(...nearlyPlain.map(([, program]) => program)) },
        ),
        { freq: 8 },
      ),
      buyers: fc.array(buyer, { minLength: 8, maxLength: 8 }),
      orders: fc.array(order, { minLength: 1, maxLength: 25 }),
      shuffle: fc.infiniteStream(fc.nat(1000)),
    })
    .map(({ buyers, orders, shuffle, ...shop }) => {
      const people = buyers.map((one, index) => ({
        ...one,
        customerId: one.guest ? null : `gid://shopify/Customer/${6000 + index}`,
        // Two guests may write one address differently; guest 1 shares customer 0's address where that is asked for.
        address:
          one.email || one.guest
            ? `${index % 2 === 0 ? "Ada" : "ada"}+${mixed && index === 1 ? 0 : index}@Example.com`
            : null,
      }));
      const made = orders
        .map((one, index) => makeOrder(one, index, one.buyer < 0 ? null : people[one.buyer]!))
        .sort(
          (a, b) =>
            a.facts.processedAt.getTime() - b.facts.processedAt.getTime() ||
            (a.facts.orderId < b.facts.orderId ? -1 : 1),
        );
      const rows = made.flatMap((one) => one.rows);
      const keys = new Map([...shuffle.take(rows.length)].map((key, index) => [rows[index]!, key]));
      const ways = new Map<string, Set<boolean>>();
      const keyOf = (facts: OrderFacts) => (facts.customer?.email ?? facts.email)?.toLowerCase() ?? null;
      for (const { facts } of made) {
        const key = keyOf(facts);
        if (key !== null) ways.set(key, (ways.get(key) ?? new Set()).add(facts.customer === null));
      }
      return {
        ...shop,
        facts: made.map((one) => one.facts),
        rows: [...rows].sort((a, b) => keys.get(a)! - keys.get(b)!),
        isUnusual: (facts: OrderFacts) => (ways.get(keyOf(facts) ?? "")?.size ?? 0) > 1,
      };
    });
}

type Buyer = {
  customerId: string | null;
  address: string | null;
  name: string | null;
  tags: string[];
  hasAccount: boolean;
};

function makeOrder(
  one: {
    at: Date;
    updatedLater: number;
    status: FinancialStatus;
    test: boolean;
    paidLater: number | null;
    taxesIncluded: boolean;
    lines: { netMinor: number; taxMinor: number; quantity: number; giftCard: boolean }[];
  },
  index: number,
  buyer: Buyer | null,
): { facts: OrderFacts; rows: StagedRow[] } {
  const orderId = `gid://shopify/Order/${4000 + index}`;
  const at = new Date(Math.floor(one.at.getTime() / 1000) * 1000);
  const updatedAt = new Date(at.getTime() + one.updatedLater * 3_600_000);
  const paidAt =
    one.paidLater === null
      ? null
      : new Date(Math.min(at.getTime() + one.paidLater * 1000, Date.UTC(2026, 1, 28)));
  const lines = one.lines.map((line, position) => ({
    lineId: `gid://shopify/LineItem/${(4000 + index) * 100 + ((position * 7) % 5)}`,
    title: `Thing\t${position} "quoted" \\ back`,
    quantity: line.quantity,
    productId: null,
    variantId: null,
    vendor: position % 2 === 0 ? "Acme" : null,
    sku: null,
    giftCard: line.giftCard,
    netMinor: BigInt(line.netMinor),
    taxMinor: BigInt(Math.min(line.taxMinor, line.netMinor)),
    discountMinor: BigInt(line.taxMinor),
    ...UNKNOWN_PRODUCT,
  }));
  const total = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const shared = {
    orderId,
    name: `#${1001 + index}`,
    test: one.test,
    financialStatus: one.status,
    source: "web",
    taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0n),
    shippingMinor: 500n,
    totalMinor: total + 500n,
  };
  const fulfilledAt = index % 3 === 0 ? new Date(at.getTime() + 86_400_000) : null;
  const email = buyer?.customerId == null ? (buyer?.address ?? null) : buyer.address;
  const facts: OrderFacts = {
    ...shared,
    customer:
      buyer?.customerId == null
        ? null
        : {
            customerId: buyer.customerId,
            email: buyer.address,
            name: buyer.name,
            tags: buyer.tags,
            hasAccount: buyer.hasAccount,
          },
    email,
    processedAt: at,
    paidAt,
    fulfilledAt,
    cancelledAt: null,
    deletedAt: null,
    lines,
    refunds: [],
    storeCreditMinor: 0n,
    updatedAt,
    origin: "shopify",
  };
  const order: StagedRow = {
    kind: "order",
    order: {
      ...shared,
      rowNumber: index + 1,
      customerId: buyer?.customerId ?? null,
      email,
      customerEmail: buyer?.customerId == null ? null : buyer.address,
      customerName: buyer?.customerId == null ? null : buyer.name,
      customerTags: buyer?.customerId == null ? [] : buyer.tags,
      hasAccount: buyer?.customerId == null ? false : buyer.hasAccount,
      processedAt: at.toISOString(),
      paidAt: paidAt?.toISOString() ?? null,
      fulfilledAt: fulfilledAt?.toISOString() ?? null,
      cancelledAt: null,
      taxesIncluded: one.taxesIncluded,
      goodsMinor: null,
      refundedMinor: 0n,
      updatedAt: updatedAt.toISOString(),
      simple: true,
    },
  };
  const rows = lines.map((line, position): StagedRow => ({
    kind: "line",
    line: {
      ...line,
      orderId,
      position: index * 100 + ((position * 3) % 5), // a bulk result is shuffled
      netMinor: line.netMinor + (one.taxesIncluded ? line.taxMinor : 0n),
    },
  }));
  return { facts, rows: [order, ...rows] };
}
