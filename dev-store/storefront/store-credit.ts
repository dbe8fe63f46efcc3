import type { Customer } from "#dev-store/state/model/customer.ts";
import { storeCreditAccountOf, withoutExpiredCredit } from "#dev-store/state/operations/credit.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";

/** What a customer may spend of their store credit now, in the shop's currency; nothing for a guest. */
export function spendableCreditMinor(store: Store, state: ShopState, customer: Customer | null): bigint {
  const account = customer && storeCreditAccountOf(state, customer.id, state.shop.currency);
  return account ? withoutExpiredCredit(store, account).balanceMinor : 0n;
}
