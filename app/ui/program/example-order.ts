import { earn } from "#app/domain/earning/earn.ts";
import type { Earned, EarningOrder } from "#app/domain/earning/earned.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { typedDecimal } from "#app/domain/program/typed-number.ts";
import { apportion } from "#app/domain/shared/apportion.ts";
import { formatMoney, minorDigits, parseMoney } from "#app/domain/shared/money.ts";

/** An order that a merchant imagines, every field as typed. */
export type Example = {
  readonly lines: readonly ExampleLine[];
  readonly channel: string;
  readonly customerTags: readonly string[];
  /** The tier that the customer was in before; empty: none. */
  readonly tierId: string;
  readonly tax: string;
  readonly shipping: string;
  readonly discount: string;
};

export type ExampleLine = {
  readonly key: number;
  /** After discounts, without tax. */
  readonly price: string;
  readonly tags: readonly string[];
  readonly vendor: string;
  readonly productId: string | null;
  readonly collectionIds: readonly string[];
  readonly onSale: boolean;
};

/** An amount that most shops know from their own orders; of a currency without cents a hundred times as many units. */
export function newExample(currency: string): Example {
  const units = minorDigits(currency) === 0 ? 4000n : 40n;
  return {
    lines: [newLine(1, formatMoney(units * 10n ** BigInt(minorDigits(currency)), currency))],
    channel: "web",
    customerTags: [],
    tierId: "",
    tax: "",
    shipping: "",
    discount: "",
  };
}

export function newLine(key: number, price: string): ExampleLine {
  return { key, price, tags: [], vendor: "", productId: null, collectionIds: [], onSale: false };
}

/** What the order earns today, a stranger's by their tags; null where an amount is none. */
export function earnedByExample(
  example: Example,
  program: ProgramBody,
  { currency, timeZone, at }: { readonly currency: string; readonly timeZone: string; readonly at: Date },
): Earned | null {
  const order = orderOf(example, currency);
  if (order === null) return null;
  const member = {
    tags: example.customerTags,
    ordersCount: 0,
    spentMinor: 0n,
    lastOrderOn: null,
    balance: 0,
  };
  return earn(order, program, {
    currency,
    timeZone,
    at,
    member,
    tierId: example.tierId || null,
    campaigns: [],
  });
}

function orderOf(example: Example, currency: string): EarningOrder | null {
  const amount = (text: string) => {
    const minor = text.trim() === "" ? 0n : parseMoney(typedDecimal(text), currency);
    return minor === null || minor < 0n ? null : minor;
  };
  const nets = example.lines.map(({ price }) => amount(price));
  const [tax, shipping, discount] = [example.tax, example.shipping, example.discount].map(amount);
  if (tax == null || shipping == null || discount == null || !nets.every((net) => net !== null)) return null;
  const share = (total: bigint) => (nets.length === 0 ? [] : apportion(total, nets));
  const [taxes, discounts] = [share(tax), share(discount)];
  return {
    lines: example.lines.map((line, position) => ({
      lineId: String(line.key),
      netMinor: nets[position]!,
      taxMinor: taxes[position]!,
      discountMinor: discounts[position]!,
      giftCard: false,
      productId: line.productId,
      vendor: line.vendor.trim() || null,
      productTags: line.tags,
      collectionIds: line.collectionIds,
      onSale: line.onSale,
    })),
    shippingMinor: shipping,
    totalMinor: nets.reduce((left, right) => left + right, tax + shipping),
    storeCreditMinor: 0n,
    source: example.channel,
  };
}
