import type { Id } from "../model.ts";
import type { Discount } from "../model/discount.ts";
import type { DiscountApplication, OrderLine, ShippingLine } from "../model/order.ts";
import { apportion, formatMoney } from "../money.ts";
import type { ShopState } from "../shop-state.ts";
import { covers, type Accepted } from "./checkout-rules.ts";
import { lineNetMinor } from "./totals.ts";

export interface Applied {
  lines: OrderLine[];
  shippingLines: ShippingLine[];
  applications: DiscountApplication[];
  amounts: { code: string; discountId: Id | null; amountMinor: bigint }[];
}

const classOrder = { product: 0, order: 1, shipping: 2 };

/** A percentage (0…1) of an amount, rounded half up to the minor unit; the percentage is taken with eight decimals. */
function percentOf(amountMinor: bigint, percentage: number): bigint {
  const scale = 100_000_000n;
  return (2n * amountMinor * BigInt(Math.round(percentage * 1e8)) + scale) / (2n * scale);
}

function freeUnits(state: ShopState, discount: Discount, lines: readonly OrderLine[]): bigint[] {
  const { value } = discount;
  if (value.kind !== "buy-x-get-y") return lines.map(() => 0n);
  const units = lines
    .flatMap((line, index) => Array.from({ length: line.quantity }, () => ({ index, line, taken: false })))
    .sort((a, b) => (a.line.unitPriceMinor < b.line.unitPriceMinor ? -1 : 1));
  const amounts = lines.map(() => 0n);
  const rounds = value.usesPerOrderLimit ?? Number.MAX_SAFE_INTEGER;
  for (let round = 0; round < rounds; round += 1) {
    const gets = units
      .filter((unit) => !unit.taken && covers(state, value.gets.items, unit.line))
      .slice(0, value.gets.quantity);
    const others = units.filter(
      (unit) => !unit.taken && !gets.includes(unit) && covers(state, value.buys.items, unit.line),
    );
    const buys = value.buys.quantity === null ? others : others.slice(-value.buys.quantity);
    const bought = buys.reduce((sum, unit) => sum + unit.line.unitPriceMinor, 0n);
    if (gets.length === 0 || (value.buys.quantity !== null && buys.length < value.buys.quantity)) break;
    if (value.buys.amountMinor !== null && bought < value.buys.amountMinor) break;
    for (const unit of [...gets, ...buys]) unit.taken = true;
    for (const unit of gets) {
      const price = unit.line.unitPriceMinor;
      const { effect } = value.gets;
      const off = effect.kind === "percentage" ? percentOf(price, effect.percentage) : effect.amountMinor;
      amounts[unit.index] = (amounts[unit.index] ?? 0n) + (off < price ? off : price);
    }
  }
  return amounts;
}

/** What a discount on goods takes from each line, given what earlier discounts left of it. */
function goodsAmounts(state: ShopState, discount: Discount, lines: readonly OrderLine[]): bigint[] {
  const left = lines.map((line) => (covers(state, discount.items, line) ? lineNetMinor(line) : 0n));
  const base = left.reduce((sum, one) => sum + one, 0n);
  const { value } = discount;
  if (value.kind === "percentage-off") return apportion(percentOf(base, value.percentage), left);
  if (value.kind === "amount-off" && value.appliesOnEachItem)
    return lines.map((line, index) => {
      const most = left[index] ?? 0n;
      const wanted = value.amountMinor * BigInt(line.quantity);
      return most === 0n ? 0n : wanted < most ? wanted : most;
    });
  if (value.kind === "amount-off")
    return apportion(value.amountMinor < base ? value.amountMinor : base, left);
  return freeUnits(state, discount, lines);
}

function valueText(
  state: ShopState,
  discount: Discount,
): { valueType: DiscountApplication["valueType"]; value: string } {
  const { value } = discount;
  if (value.kind === "percentage-off")
    return { valueType: "percentage", value: decimal(value.percentage * 100) };
  if (value.kind === "amount-off")
    return { valueType: "fixed_amount", value: minorText(state, value.amountMinor) };
  if (value.kind === "free-shipping") return { valueType: "percentage", value: "100.0" };
  const { effect } = value.gets;
  return effect.kind === "percentage"
    ? { valueType: "percentage", value: decimal(effect.percentage * 100) }
    : { valueType: "fixed_amount", value: minorText(state, effect.amountMinor) };
}

function decimal(value: number): string {
  const text = String(Math.round(value * 1e6) / 1e6);
  return text.includes(".") ? text : `${text}.0`;
}

function minorText(state: ShopState, minor: bigint): string {
  return formatMoney(minor, state.shop.currency);
}

/** Product discounts come first, then those on the order, each on what the earlier ones left; shipping last. */
export function applyDiscounts(
  state: ShopState,
  linesBefore: readonly OrderLine[],
  shippingBefore: readonly ShippingLine[],
  accepted: readonly Accepted[],
): Applied {
  let lines = [...linesBefore];
  let shippingLines = [...shippingBefore];
  const applications: DiscountApplication[] = [];
  const amounts: Applied["amounts"] = [];
  const sorted = [...accepted].sort(
    (a, b) => classOrder[a.discount.discountClass] - classOrder[b.discount.discountClass],
  );
  for (const { discount, code } of sorted) {
    const applicationIndex = applications.length;
    const onShipping = discount.value.kind === "free-shipping";
    const parts = onShipping ? [] : goodsAmounts(state, discount, lines);
    let amountMinor = parts.reduce((sum, one) => sum + one, 0n);
    lines = lines.map((line, index) => {
      const part = parts[index] ?? 0n;
      if (part === 0n) return line;
      return {
        ...line,
        discountAllocations: [...line.discountAllocations, { applicationIndex, amountMinor: part }],
      };
    });
    if (discount.value.kind === "free-shipping") {
      const most = discount.value.maximumShippingPriceMinor;
      shippingLines = shippingLines.map((line) => {
        if (most !== null && line.priceMinor > most) return line;
        amountMinor += line.priceMinor;
        return { ...line, discountAllocations: [{ applicationIndex, amountMinor: line.priceMinor }] };
      });
    }
    applications.push({
      kind: code === null ? "automatic" : "code",
      code: code ?? discount.title,
      discountId: discount.id,
      ...valueText(state, discount),
      targetType: onShipping ? "shipping_line" : "line_item",
      allocationMethod:
        discount.value.kind === "amount-off" && discount.value.appliesOnEachItem ? "each" : "across",
      targetSelection: discount.discountClass === "product" ? "entitled" : "all",
    });
    amounts.push({ code: code ?? discount.title, discountId: discount.id, amountMinor });
  }
  return { lines, shippingLines, applications, amounts };
}
