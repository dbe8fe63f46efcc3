import type { Id, Outcome } from "../model.ts";
import type { Discount, DiscountCode } from "../model/discount.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Change, Store } from "../store.ts";

import { discountStatus } from "./checkout-rules.ts";

export { discountStatus, usedCount } from "./checkout-rules.ts";

/** Shopify's bound of automatic discounts that are active at once. */
const AUTOMATIC_MAX = 25;

export type DiscountInput = Omit<Discount, "id" | "codes" | "usedBy" | "createdAt" | "updatedAt"> & {
  id?: Id | undefined;
  codes: string[];
};

function takenCode(state: ShopState, codes: readonly string[], ownId: Id | null): string | null {
  const seen = new Set<string>();
  for (const code of codes) {
    const key = code.trim().toLowerCase();
    const owner = state.discountByCode(code);
    if (seen.has(key) || (owner && owner.id !== ownId)) return code;
    seen.add(key);
  }
  return null;
}

/**
 * Creates a discount, or replaces the one with that id (its counts of use stay with the codes that stay).
 * Codes: `unknown`, `taken`, `blank`, `too-many`.
 */
export function saveDiscount(store: Store, state: ShopState, input: DiscountInput): Outcome<Discount> {
  const before = input.id === undefined ? null : state.get("discount", input.id);
  if (input.id !== undefined && !before) return refused("unknown", "Discount does not exist", ["id"]);
  if (!input.automatic && input.codes.some((code) => code.trim() === ""))
    return refused("blank", "Code can't be blank", ["code"]);
  const taken = takenCode(state, input.codes, before?.id ?? null);
  if (taken !== null) return refused("taken", "Code must be unique. Please try a different code.", ["code"]);
  const now = store.nowInstant();
  if (
    input.automatic &&
    discountStatus({ ...input, id: "", usedBy: [], codes: [], createdAt: now, updatedAt: now }, now) ===
      "active"
  ) {
    const others = [...state.all("discount").values()].filter(
      (one) => one.automatic && one.id !== before?.id && discountStatus(one, now) === "active",
    );
    if (others.length >= AUTOMATIC_MAX)
      return refused("too-many", `A shop can have at most ${AUTOMATIC_MAX} active automatic discounts.`, [
        "base",
      ]);
  }
  const codes = input.codes.map((code): DiscountCode => {
    const same = before?.codes.find((one) => one.code.toLowerCase() === code.trim().toLowerCase());
    return { id: same?.id ?? store.newId(), code: code.trim(), usedCount: same?.usedCount ?? 0 };
  });
  const discount: Discount = {
    ...input,
    id: before?.id ?? store.newId(),
    codes,
    usedBy: before?.usedBy ?? [],
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  store.write(state, (change) => {
    change.put("discount", discount);
    change.emit({ topic: before ? "discounts/update" : "discounts/create", discount });
  });
  return done(discount);
}

export function deleteDiscount(store: Store, state: ShopState, input: { id: Id }): Outcome<Id> {
  const discount = state.get("discount", input.id);
  if (!discount) return refused("unknown", "Discount does not exist", ["id"]);
  store.write(state, (change) => {
    change.remove("discount", discount.id);
    change.emit({ topic: "discounts/delete", discount, at: store.nowInstant() });
  });
  return done(discount.id);
}

/** Adds codes to a discount; those already taken anywhere are left out and listed. */
export function addCodes(
  store: Store,
  state: ShopState,
  input: { id: Id; codes: string[] },
): Outcome<{ discount: Discount; added: DiscountCode[]; taken: string[] }> {
  const before = state.get("discount", input.id);
  if (!before) return refused("unknown", "Discount does not exist", ["discountId"]);
  const taken = input.codes.filter((code, index) => {
    const key = code.trim().toLowerCase();
    return (
      state.discountByCode(code) !== null ||
      input.codes.findIndex((one) => one.trim().toLowerCase() === key) !== index
    );
  });
  const added = input.codes
    .filter((code) => !taken.includes(code))
    .map((code): DiscountCode => ({ id: store.newId(), code: code.trim(), usedCount: 0 }));
  const now = store.nowInstant();
  const discount = { ...before, codes: [...before.codes, ...added], updatedAt: now };
  store.write(state, (change) => {
    change.put("discount", discount);
    for (const one of added)
      change.emit({ topic: "discounts/redeemcode_added", discount, codeId: one.id, code: one.code, at: now });
  });
  return done({ discount, added, taken });
}

/** Removes codes from a discount that keeps existing, without its last code too. */
export function removeCodes(
  store: Store,
  state: ShopState,
  input: { id: Id; codeIds: Id[] },
): Outcome<Discount> {
  const before = state.get("discount", input.id);
  if (!before) return refused("unknown", "Discount does not exist", ["discountId"]);
  const removed = before.codes.filter((code) => input.codeIds.includes(code.id));
  const now = store.nowInstant();
  const discount = {
    ...before,
    codes: before.codes.filter((code) => !removed.includes(code)),
    updatedAt: now,
  };
  store.write(state, (change) => {
    change.put("discount", discount);
    for (const one of removed)
      change.emit({
        topic: "discounts/redeemcode_removed",
        discount,
        codeId: one.id,
        code: one.code,
        at: now,
      });
  });
  return done(discount);
}

/** Counts the use of a discount by an order, inside the change that makes the order. */
export function useDiscount(
  change: Change,
  discount: Discount,
  code: string | null,
  usedBy: readonly string[],
): void {
  change.put("discount", {
    ...discount,
    codes: discount.codes.map((one) =>
      one.code.toLowerCase() === code?.toLowerCase() ? { ...one, usedCount: one.usedCount + 1 } : one,
    ),
    usedBy: [...new Set([...discount.usedBy, ...usedBy])],
  });
}
