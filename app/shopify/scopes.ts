/**
 * Every access scope the app asks for, and why. `shopify.app.toml` lists the same (scopes, optional_scopes), and a test holds
 * both against what the operations, webhook topics and the app proxy need: no scope too few, none too many.
 */
export type ScopeReason = {
  readonly scope: string;
  /** Shown to the merchant where the scope is missing; its sentence stands in the locale files under `scopes.<scope>`. */
  readonly reason: string;
  /** Asked for in place, when the merchant first uses what needs it. */
  readonly optional: boolean;
};

export const SCOPES: readonly ScopeReason[] = [
  {
    scope: "read_orders",
    reason: "Orders become points: order, refund and edit webhooks, the import and the reconcile sweep.",
    optional: false,
  },
  {
    scope: "read_all_orders",
    reason: "Orders older than 60 days: the history that the first import turns into points.",
    optional: false,
  },
  {
    scope: "read_customers",
    reason: "Who a member is: customer webhooks, merges and erasure.",
    optional: false,
  },
  {
    scope: "read_customer_merge",
    reason: "Two customers become one: the topic customers/merge, so that their points move together.",
    optional: false,
  },
  {
    scope: "write_customers",
    reason:
      "Each customer's points balance and tier, as metafields that themes read, and the tier's tag and segment.",
    optional: false,
  },
  { scope: "read_products", reason: "Which product and variant an order line sold.", optional: false },
  {
    scope: "write_discounts",
    reason:
      "A code for each reward that a member redeems, free shipping for tiers, and what becomes of them.",
    optional: false,
  },
  {
    scope: "write_gift_cards",
    reason: "Rewards that are gift cards.",
    optional: true,
  },
  {
    scope: "write_store_credit_account_transactions",
    reason: "Rewards that are store credit.",
    optional: true,
  },
  {
    scope: "read_store_credit_accounts",
    reason: "Looking up store credit whose answer was lost, before anything follows from it.",
    optional: true,
  },
  {
    scope: "write_app_proxy",
    reason: "The storefront's requests to the app, under /apps/perennial.",
    optional: false,
  },
];

export const REQUIRED_SCOPES: string[] = SCOPES.filter((one) => !one.optional).map((one) => one.scope);
export const OPTIONAL_SCOPES: string[] = SCOPES.filter((one) => one.optional).map((one) => one.scope);

/** The granted scopes, and those that they imply. */
export function heldScopes(granted: readonly string[]): ReadonlySet<string> {
  return new Set(granted.flatMap((scope) => [scope, scope.replace(/^write_/, "read_")]));
}

/** Required scopes that the granted ones don't hold: a write scope implies its read scope. */
export function missingScopes(granted: readonly string[]): readonly ScopeReason[] {
  const held = heldScopes(granted);
  return SCOPES.filter((one) => !one.optional && !held.has(one.scope));
}
