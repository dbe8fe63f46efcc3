import { createHash } from "node:crypto";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";

/**
 * A short name of an order's state, the same whichever road the state came by. Left out is what a webhook can't tell for
 * itself (the moment of payment, store credit, the customer's tags), so that it meets the same state fetched.
 */
export function digestOfOrder(facts: OrderFacts): string {
  const { paidAt: _paidAt, storeCreditMinor: _storeCredit, customer, ...rest } = facts;
  const told = { ...rest, customer: customer && { ...customer, tags: null } };
  const text = JSON.stringify(told, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
