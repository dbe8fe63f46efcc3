import type { Topic } from "../state/events.ts";

/** The resource whose `read_` or `write_` scope a topic asks for; topics not listed ask for none. */
const resourceOf: Partial<Record<Topic, string>> = {
  "orders/create": "orders",
  "orders/updated": "orders",
  "orders/paid": "orders",
  "orders/cancelled": "orders",
  "orders/fulfilled": "orders",
  "orders/partially_fulfilled": "orders",
  "orders/edited": "orders",
  "orders/delete": "orders",
  "refunds/create": "orders",
  "fulfillments/create": "fulfillments",
  "fulfillments/update": "fulfillments",
  "customers/create": "customers",
  "customers/update": "customers",
  "customers/delete": "customers",
  "customer.tags_added": "customers",
  "customer.tags_removed": "customers",
  "customers_email_marketing_consent/update": "customers",
  "customers/merge": "customer_merge",
  "products/create": "products",
  "products/update": "products",
  "products/delete": "products",
  "collections/create": "products",
  "collections/update": "products",
  "collections/delete": "products",
  "discounts/create": "discounts",
  "discounts/update": "discounts",
  "discounts/delete": "discounts",
  "discounts/redeemcode_added": "discounts",
  "discounts/redeemcode_removed": "discounts",
};

const compliance: ReadonlySet<Topic> = new Set<Topic>([
  "customers/data_request",
  "customers/redact",
  "shop/redact",
]);

/** Compliance topics reach the app whatever its scopes, and after an uninstall too. */
export function isComplianceTopic(topic: Topic): boolean {
  return compliance.has(topic);
}

export function scopesAllow(topic: Topic, granted: readonly string[]): boolean {
  const resource = resourceOf[topic];
  return (
    resource === undefined || granted.includes(`read_${resource}`) || granted.includes(`write_${resource}`)
  );
}

/** Orders, refunds, fulfilments and customers are protected customer data: without level 1 their topics are refused. */
export function needsProtectedData(topic: Topic): boolean {
  const resource = resourceOf[topic];
  return (
    resource === "orders" ||
    resource === "customers" ||
    resource === "customer_merge" ||
    resource === "fulfillments"
  );
}
