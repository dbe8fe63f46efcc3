import { createHash } from "node:crypto";
import { type OrderFacts, UNKNOWN_PRODUCT } from "#app/domain/earning/order-facts.ts";

/**
 * A short name of an order's state, the same whichever road the state came by. Left out is what a webhook can't tell for
 * itself (the moment of payment, store credit, the customer's tags, what products are), so that it meets the same state fetched.
 */
export function digestOfOrder(facts: OrderFacts): string {
  const { paidAt: _paidAt, storeCreditMinor: _storeCredit, customer, lines, ...rest } = facts;
  const told = {
    ...rest,
    customer: customer && { ...customer, tags: null },
    lines: lines.map((line) => ({ ...line, ...UNKNOWN_PRODUCT })),
  };
  const text = JSON.stringify(told, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
