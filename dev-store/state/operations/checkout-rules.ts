import type { Id, Instant, Outcome } from "../model.ts";
import type { Discount, DiscountItems } from "../model/discount.ts";
import type { OrderLine } from "../model/order.ts";
import { formatMoney } from "../money.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import { isInSegment } from "./segments.ts";

export interface Cart {
  customerId: Id | null;
  email: string | null;
  lines: OrderLine[];
  at: Instant;
}

/** A discount that the checkout accepted, with the code that was typed (null: automatic). */
export interface Accepted {
  discount: Discount;
  code: string | null;
}

/** Whether a discount's items cover a line. Gift cards are never discounted. */
export function covers(state: ShopState, items: DiscountItems, line: OrderLine): boolean {
  if (line.giftCard) return false;
  if (items.all) return true;
  if (line.variantId && items.variantIds.includes(line.variantId)) return true;
  const { productId } = line;
  if (!productId) return false;
  if (items.productIds.includes(productId)) return true;
  return items.collectionIds.some((id) => state.get("collection", id)?.productIds.includes(productId));
}

/** Dates and limits alone; a discount switched off has its end at that moment. */
export function discountStatus(discount: Discount, at: Instant): "active" | "expired" | "scheduled" {
  if (discount.endsAt !== null && discount.endsAt <= at) return "expired";
  return discount.startsAt > at ? "scheduled" : "active";
}

export function usedCount(discount: Discount): number {
  return discount.codes.reduce((sum, code) => sum + code.usedCount, 0);
}

function whoIs(state: ShopState, cart: Cart): { keys: string[]; ids: Id[] } {
  const email = cart.email?.trim().toLowerCase() ?? null;
  const byEmail = email === null ? null : state.customerByEmail(email);
  const ids = [cart.customerId, byEmail?.id ?? null].filter((id): id is Id => id !== null);
  const emails = [email, ...ids.map((id) => state.get("customer", id)?.email ?? null)].filter(
    (one) => one !== null,
  );
  return { ids, keys: [...ids, ...emails] };
}

/** Segments are asked at checkout: a tag taken away a moment ago counts no more. */
function isFor(state: ShopState, cart: Cart, { customerIds, segmentIds }: Discount): boolean {
  const { ids } = whoIs(state, cart);
  if (segmentIds) {
    const segments = segmentIds.flatMap((id) => state.get("segment", id) ?? []);
    const customers = ids.flatMap((id) => state.get("customer", id) ?? []);
    return segments.some((segment) => customers.some((one) => isInSegment(segment, one)));
  }
  return customerIds === null || ids.some((id) => customerIds.includes(id));
}

function exhausted(state: ShopState, cart: Cart, discount: Discount, code: string | null): boolean {
  const one = discount.codes.find((each) => each.code.toLowerCase() === code?.toLowerCase());
  const used = one ? one.usedCount : usedCount(discount);
  if (discount.usageLimit !== null && used >= discount.usageLimit) return true;
  return (
    discount.appliesOncePerCustomer && whoIs(state, cart).keys.some((key) => discount.usedBy.includes(key))
  );
}

function coveredLines(state: ShopState, cart: Cart, discount: Discount): OrderLine[] {
  const { value } = discount;
  if (value.kind === "free-shipping") return cart.lines;
  const items = value.kind === "buy-x-get-y" ? value.gets.items : discount.items;
  return cart.lines.filter((line) => covers(state, items, line));
}

function subtotalOf(lines: readonly OrderLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.unitPriceMinor * BigInt(line.quantity), 0n);
}

function quantityOf(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

function missesMinimum(state: ShopState, cart: Cart, discount: Discount): string | null {
  const lines = coveredLines(state, cart, discount).filter((line) => !line.giftCard);
  const { minimum, value } = discount;
  if (minimum.kind === "subtotal" && subtotalOf(lines) < minimum.amountMinor)
    return `a purchase of at least ${formatMoney(minimum.amountMinor, state.shop.currency)}`;
  if (minimum.kind === "quantity" && quantityOf(lines) < minimum.quantity)
    return `at least ${minimum.quantity} items`;
  if (value.kind === "buy-x-get-y") {
    const buys = cart.lines.filter((line) => covers(state, value.buys.items, line));
    if (value.buys.quantity !== null && quantityOf(buys) < value.buys.quantity)
      return `${value.buys.quantity} items bought`;
    if (value.buys.amountMinor !== null && subtotalOf(buys) < value.buys.amountMinor)
      return `a purchase of at least ${formatMoney(value.buys.amountMinor, state.shop.currency)}`;
  }
  return null;
}

function combine(a: Discount, b: Discount): boolean {
  const allows = (one: Discount, other: Discount): boolean =>
    other.discountClass === "order"
      ? one.combinesWith.orderDiscounts
      : other.discountClass === "product"
        ? one.combinesWith.productDiscounts
        : one.combinesWith.shippingDiscounts;
  return allows(a, b) && allows(b, a);
}

function checkCode(state: ShopState, cart: Cart, code: string): Outcome<Discount> {
  const discount = state.discountByCode(code);
  if (!discount) return refused("unknown", `"${code}" is no discount code of this store.`, ["discountCodes"]);
  const status = discountStatus(discount, cart.at);
  if (status === "expired")
    return refused("expired", `"${code}" ended at ${discount.endsAt}.`, ["discountCodes"]);
  if (exhausted(state, cart, discount, code))
    return refused("used", `"${code}" has been used up.`, ["discountCodes"]);
  if (status === "scheduled")
    return refused("not-eligible", `"${code}" starts at ${discount.startsAt}.`, ["discountCodes"]);
  if (!isFor(state, cart, discount))
    return refused(
      "not-eligible",
      `"${code}" belongs to another customer; log in as the one it was issued to.`,
      ["discountCodes"],
    );
  if (coveredLines(state, cart, discount).length === 0)
    return refused("not-eligible", `"${code}" applies to none of the items in this cart.`, ["discountCodes"]);
  const missing = missesMinimum(state, cart, discount);
  if (missing) return refused("minimum", `"${code}" asks for ${missing}.`, ["discountCodes"]);
  return done(discount);
}

/** At most five codes on goods and one on shipping; each pair must allow the other's class. */
export function checkCodes(state: ShopState, cart: Cart, codes: readonly string[]): Outcome<Accepted[]> {
  const accepted: Accepted[] = [];
  for (const code of codes) {
    const checked = checkCode(state, cart, code);
    if (!checked.ok) return checked;
    const discount = checked.value;
    const clash = accepted.find((one) => one.discount.id === discount.id || !combine(one.discount, discount));
    const sameKind = accepted.filter(
      (one) => (one.discount.discountClass === "shipping") === (discount.discountClass === "shipping"),
    );
    if (clash || sameKind.length >= (discount.discountClass === "shipping" ? 1 : 5))
      return refused(
        "does-not-combine",
        `"${code}" doesn't combine with ${clash?.code ? `"${clash.code}"` : "the other codes"}; leave one of them out.`,
        ["discountCodes"],
      );
    accepted.push({ discount, code });
  }
  return done(accepted);
}

/** The automatic discounts that apply beside the accepted codes: a code wins over an automatic one that it doesn't combine with. */
export function automaticDiscounts(state: ShopState, cart: Cart, codes: readonly Accepted[]): Accepted[] {
  const accepted: Accepted[] = [];
  for (const discount of state.all("discount").values()) {
    if (!discount.automatic || discountStatus(discount, cart.at) !== "active") continue;
    if (!isFor(state, cart, discount)) continue;
    if (coveredLines(state, cart, discount).length === 0 || missesMinimum(state, cart, discount)) continue;
    if ([...codes, ...accepted].every((one) => combine(one.discount, discount)))
      accepted.push({ discount, code: null });
  }
  return accepted;
}
