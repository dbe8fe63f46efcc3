import type { ZodType } from "zod";
import { z } from "zod";
import type { WebhookMeaning } from "#app/usecases/inbox/inbox-ports.ts";
import { buildGid } from "#app/domain/shared/ids.ts";
import { mapCustomerPayload, readOrderPayload } from "./order-payload-mapping.ts";
import { parseShopifyJson } from "./parse-json.ts";
import { scopesUpdatePayloadSchema } from "./webhook-schemas/app-payloads.ts";
import {
  customerRedactPayloadSchema,
  dataRequestPayloadSchema,
} from "./webhook-schemas/compliance-payloads.ts";
import {
  consentPayloadSchema,
  customerMergePayloadSchema,
  customerTagsPayloadSchema,
  customerPayloadSchema,
  type CustomerPayload,
  deletedCustomerPayloadSchema,
} from "./webhook-schemas/customer-payload.ts";
import { discountPayloadSchema, type DiscountPayload } from "./webhook-schemas/discount-payload.ts";
import { orderPayloadSchema, orderReferenceSchema } from "./webhook-schemas/order-payload.ts";
import {
  deletedOrderPayloadSchema,
  orderEditPayloadSchema,
  refundReferenceSchema,
} from "./webhook-schemas/order-reference-payloads.ts";

const anythingSchema = z.unknown();

/** Every topic we subscribe to, and what an event of it means. `shopify.app.toml` lists the same topics; a test holds them together. */
const TOPICS: Readonly<Record<string, (payload: unknown, currency: string) => WebhookMeaning>> = {
  "orders/create": readingOrder({ atCreation: true }),
  "orders/updated": readingOrder({ atCreation: false }),
  "orders/paid": readingOrder({ atCreation: false }),
  "orders/cancelled": readingOrder({ atCreation: false }),
  "orders/fulfilled": readingOrder({ atCreation: false }),
  "orders/edited": reading(orderEditPayloadSchema, (edit) => orderChanged(edit.order_edit.order_id)),
  "refunds/create": reading(refundReferenceSchema, (refund) => orderChanged(refund.order_id)),
  "orders/delete": reading(deletedOrderPayloadSchema, (order) => ({
    kind: "order-deleted",
    orderId: buildGid("Order", order.id),
  })),
  "customers/create": reading(customerPayloadSchema, customerState),
  "customers/update": reading(customerPayloadSchema, customerState),
  "customers_email_marketing_consent/update": reading(consentPayloadSchema, (consent) => ({
    kind: "consent-changed",
    customerId: buildGid("Customer", consent.customer_id),
    subscribed: consent.email_marketing_consent.state === "subscribed",
  })),
  "customer.tags_added": reading(customerTagsPayloadSchema, tagsChanged),
  "customer.tags_removed": reading(customerTagsPayloadSchema, tagsChanged),
  "customers/delete": reading(deletedCustomerPayloadSchema, (customer) => ({
    kind: "customer-deleted",
    customerId: buildGid("Customer", customer.id),
  })),
  "customers/merge": reading(customerMergePayloadSchema, (merge) =>
    merge.status === "completed"
      ? {
          kind: "customers-merged",
          keptId: merge.admin_graphql_api_customer_kept_id,
          deletedId: merge.admin_graphql_api_customer_deleted_id,
        }
      : { kind: "nothing" },
  ),
  "discounts/update": reading(discountPayloadSchema, discountChanged),
  "discounts/delete": reading(discountPayloadSchema, discountChanged),
  "discounts/redeemcode_removed": reading(discountPayloadSchema, discountChanged),
  "bulk_operations/finish": reading(anythingSchema, () => ({ kind: "bulk-finished" })),
  // Its own fields may be null, and an older one may come late: Shopify is asked for the shop of this moment.
  "shop/update": reading(anythingSchema, () => ({ kind: "shop-changed" })),
  "app/uninstalled": reading(anythingSchema, () => ({ kind: "uninstalled" })),
  "app/scopes_update": reading(scopesUpdatePayloadSchema, (change) => ({
    kind: "scopes-changed",
    scopes: change.current,
  })),
  "customers/data_request": reading(dataRequestPayloadSchema, ({ customer, data_request }) => ({
    kind: "data-request",
    requestId: data_request?.id ?? null,
    customerId: buildGid("Customer", customer.id),
    email: customer.email ?? null,
  })),
  "customers/redact": reading(customerRedactPayloadSchema, ({ customer }) => ({
    kind: "customer-redact",
    customerId: buildGid("Customer", customer.id),
    email: customer.email ?? null,
  })),
  "shop/redact": reading(anythingSchema, () => ({ kind: "shop-redact" })),
};

export const SUBSCRIBED_TOPICS: readonly string[] = Object.keys(TOPICS);

/** @param payload the raw body, of which nobody has checked more than the signature */
export function readWebhook(topic: string, payload: string, currency: string): WebhookMeaning {
  const read = TOPICS[topic];
  if (!read) return { kind: "unreadable", detail: `nobody reads the topic ${topic}` };
  let parsed: unknown;
  try {
    parsed = parseShopifyJson(payload);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "unreadable", detail: "the body is not JSON" };
    throw error;
  }
  return read(parsed, currency);
}

function customerState(customer: CustomerPayload): WebhookMeaning {
  const updatedAt = customer.updated_at ? new Date(customer.updated_at) : null;
  return { kind: "customer-state", customer: mapCustomerPayload(customer), updatedAt };
}

function reading<T>(
  schema: ZodType<T>,
  mean: (payload: T, currency: string) => WebhookMeaning,
): (payload: unknown, currency: string) => WebhookMeaning {
  return (payload, currency) => {
    const parsed = schema.safeParse(payload);
    // Zod's paths and expectations, never the values: those are personal data.
    return parsed.success
      ? mean(parsed.data, currency)
      : { kind: "unreadable", detail: z.prettifyError(parsed.error).slice(0, 500) };
  };
}

/** A state that lacks what we rely on still says which order it is about: that one is fetched. */
function readingOrder({
  atCreation,
}: {
  atCreation: boolean;
}): (payload: unknown, currency: string) => WebhookMeaning {
  const whole = reading(orderPayloadSchema, (order, currency): WebhookMeaning => ({
    kind: "order-state",
    orderId: buildGid("Order", order.id),
    state: readOrderPayload(order, atCreation, currency),
  }));
  const reference = reading(orderReferenceSchema, (order) => orderChanged(order.id));
  return (payload, currency) => {
    const meaning = whole(payload, currency);
    return meaning.kind === "unreadable" ? reference(payload, currency) : meaning;
  };
}

function tagsChanged({ customerId }: { readonly customerId: string }): WebhookMeaning {
  return { kind: "customer-tags-changed", customerId };
}

function discountChanged(discount: DiscountPayload): WebhookMeaning {
  return { kind: "discount-changed", discountId: discount.admin_graphql_api_id };
}

function orderChanged(orderId: string): WebhookMeaning {
  return { kind: "order-changed", orderId: buildGid("Order", orderId) };
}
