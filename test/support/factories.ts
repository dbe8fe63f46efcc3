import {
  type CustomerFacts,
  type LineFacts,
  type OrderFacts,
  type RefundFacts,
  UNKNOWN_PRODUCT,
} from "#app/domain/earning/order-facts.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { parseMoney } from "#app/domain/shared/money.ts";

/** Amounts are written as merchants read them: `usd("19.99")`. */
export function usd(amount: string): bigint {
  return money(amount, "USD");
}

export function money(amount: string, currency: string): bigint {
  const minor = parseMoney(amount, currency);
  if (minor === null) throw new Error(`"${amount}" is no amount of ${currency}`);
  return minor;
}

export const ADA: CustomerFacts = {
  customerId: "gid://shopify/Customer/7000000000001",
  email: "ada@example.com",
  name: "Ada Lovelace",
  tags: [],
  hasAccount: false,
};

export const BEN: CustomerFacts = {
  customerId: "gid://shopify/Customer/7000000000002",
  email: "ben@example.com",
  name: "Ben Okri",
  tags: [],
  hasAccount: true,
};

type LineInput = Partial<Omit<LineFacts, "netMinor">> & { readonly net: string; readonly currency?: string };

export function line(number: number, { net, currency = "USD", ...rest }: LineInput): LineFacts {
  return {
    lineId: `gid://shopify/LineItem/${number}`,
    title: `Article ${number}`,
    quantity: 1,
    productId: null,
    variantId: null,
    vendor: null,
    sku: null,
    giftCard: false,
    netMinor: money(net, currency),
    taxMinor: 0n,
    discountMinor: 0n,
    ...UNKNOWN_PRODUCT,
    ...rest,
  };
}

/** A refund of an amount (no lines), or of lines by their number and net. */
export function refund(
  number: number,
  {
    at,
    paidBack,
    lines = [],
    ...rest
  }: Partial<Omit<RefundFacts, "at" | "lines">> & {
    readonly at: string;
    readonly paidBack?: string;
    readonly lines?: readonly (readonly [lineNumber: number, net: string])[];
  },
): RefundFacts {
  const parts = lines.map(([lineNumber, net]) => ({
    lineId: `gid://shopify/LineItem/${lineNumber}`,
    quantity: 1,
    netMinor: usd(net),
  }));
  return {
    refundId: `gid://shopify/Refund/${number}`,
    at: new Date(at),
    paidBackMinor:
      paidBack === undefined ? parts.reduce((sum, part) => sum + part.netMinor, 0n) : usd(paidBack),
    shippingMinor: 0n,
    taxMinor: 0n,
    lines: parts,
    ...rest,
  };
}

/** Ada's paid web order of one article at 19.99, bought at noon (UTC) on 2 March 2026, unless said. */
export function order(
  number: number,
  overrides: Partial<OrderFacts> & { readonly day?: string } = {},
): OrderFacts {
  const { day = "2026-03-02", ...rest } = overrides;
  const processedAt = rest.processedAt ?? new Date(`${day}T12:00:00Z`);
  const lines = rest.lines ?? [line(number * 1000, { net: "19.99" })];
  const goods = lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
  return {
    orderId: `gid://shopify/Order/${number}`,
    name: `#${number}`,
    customer: ADA,
    email: null,
    processedAt,
    paidAt: processedAt,
    fulfilledAt: null,
    cancelledAt: null,
    deletedAt: null,
    test: false,
    financialStatus: "paid",
    source: "web",
    refunds: [],
    taxMinor: 0n,
    shippingMinor: 0n,
    totalMinor: goods,
    storeCreditMinor: 0n,
    updatedAt: processedAt,
    origin: "shopify",
    ...rest,
    lines,
  };
}

/** `minutes` later, another state of the same order. */
export function later(facts: OrderFacts, minutes: number, change: Partial<OrderFacts>): OrderFacts {
  return { ...facts, updatedAt: new Date(facts.updatedAt.getTime() + minutes * 60_000), ...change };
}

export type ProgramChange = {
  readonly points?: number;
  readonly per?: string;
  readonly months?: number | null;
  readonly refunds?: ProgramBody["refunds"];
};

/** The default program (1 point per 1.00, floor, no expiry, negative balances allowed) with what the test changes. */
export function program({
  points = 1,
  per = "1.00",
  months = null,
  refunds,
}: ProgramChange = {}): ProgramBody {
  const base = DEFAULT_PROGRAM.earning.rules[0];
  if (base === undefined) throw new Error("the default program has a rule");
  return {
    ...DEFAULT_PROGRAM,
    earning: { ...DEFAULT_PROGRAM.earning, rules: [{ ...base, points, per }] },
    expiry:
      months === null ? DEFAULT_PROGRAM.expiry : { mode: "per-lot", months, roundUpTo: null, dates: [] },
    refunds: refunds ?? DEFAULT_PROGRAM.refunds,
  };
}
