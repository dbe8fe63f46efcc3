import type { StoreEvent } from "../state/events.ts";
import { gid } from "../state/ids.ts";
import type { Shop } from "../state/model.ts";
import type { Discount } from "../state/model/discount.ts";
import { discountStatus } from "../state/operations/checkout-rules.ts";
import { collectionPayload, productPayload } from "./catalogue-payload.ts";
import { consentPayload, customerPayload, mayNamePeople } from "./customer-payload.ts";
import { fulfillmentPayload } from "./fulfillment-payload.ts";
import { integer } from "./json.ts";
import { orderPayload } from "./order-payload.ts";
import { refundPayload } from "./refund-payload.ts";
import { shopPayload } from "./shop-payload.ts";
import { zonedInstant } from "./zoned-instant.ts";

function discountGid(discount: Discount): string {
  return gid(discount.automatic ? "DiscountAutomaticNode" : "DiscountCodeNode", discount.id);
}

function editedPayload(
  shop: Shop,
  event: Extract<StoreEvent, { topic: "orders/edited" }>,
): Record<string, unknown> {
  const { order, edit } = event;
  const at = zonedInstant(edit.at, shop.timeZone);
  const deltas = (lines: { lineId: string; quantity: number }[]): unknown[] =>
    lines.map((line) => ({ id: integer(line.lineId), delta: line.quantity }));
  return {
    order_edit: {
      id: integer(edit.id),
      app_id: null,
      created_at: at,
      notify_customer: false,
      order_id: integer(order.id),
      staff_note: edit.note ?? "",
      user_id: null,
      line_items: { additions: deltas(edit.additions), removals: deltas(edit.removals) },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
      committed_at: at,
    },
  };
}

function mergePayload(event: Extract<StoreEvent, { topic: "customers/merge" }>): Record<string, unknown> {
  const { merge } = event;
  return {
    admin_graphql_api_customer_kept_id: gid("Customer", merge.keptCustomerId),
    admin_graphql_api_customer_deleted_id: gid("Customer", merge.deletedCustomerId),
    admin_graphql_api_job_id: null,
    status: merge.status,
    errors: merge.errors.map((one) => ({
      customer_ids: [integer(merge.deletedCustomerId)],
      field: one.field,
      message: one.message,
    })),
  };
}

function privacyPayload(
  shop: Shop,
  event: Extract<StoreEvent, { topic: "customers/redact" | "customers/data_request" }>,
): Record<string, unknown> {
  const ids = event.orderIds.map(integer);
  const { customer } = event;
  return {
    shop_id: integer(shop.id),
    shop_domain: shop.domain,
    customer: { id: integer(customer.id), email: customer.email, phone: customer.phone },
    ...(event.topic === "customers/redact"
      ? { orders_to_redact: ids }
      : { orders_requested: ids, data_request: { id: integer(customer.id) } }),
  };
}

/** The body of the webhook that an event causes, in the shape of Shopify's published examples. `now` is the store's. */
export function payloadOf(shop: Shop, event: StoreEvent, now: string): Record<string, unknown> {
  switch (event.topic) {
    case "orders/create":
    case "orders/updated":
    case "orders/paid":
    case "orders/cancelled":
    case "orders/fulfilled":
    case "orders/partially_fulfilled":
      return orderPayload(shop, event.order, event.customer);
    case "orders/edited":
      return editedPayload(shop, event);
    case "orders/delete":
      return { id: integer(event.orderId) };
    case "refunds/create":
      return refundPayload(shop, event.order, event.refund);
    case "fulfillments/create":
    case "fulfillments/update":
      return fulfillmentPayload(shop, event.order, event.fulfillment);
    case "customers/create":
    case "customers/update":
      return customerPayload(shop, event.customer);
    case "customers_email_marketing_consent/update":
      return consentPayload(shop, event.customer);
    case "customer.tags_added":
    case "customer.tags_removed":
      return { customerId: gid("Customer", event.customerId), tags: event.tags, occurredAt: event.at };
    case "customers/delete":
      return {
        id: integer(event.customerId),
        tax_exemptions: [],
        admin_graphql_api_id: gid("Customer", event.customerId),
      };
    case "customers/merge":
      return mergePayload(event);
    case "customers/redact":
    case "customers/data_request":
      return privacyPayload(
        shop,
        mayNamePeople(shop) ? event : { ...event, customer: { ...event.customer, email: null, phone: null } },
      );
    case "shop/redact":
      return { shop_id: integer(shop.id), shop_domain: shop.domain };
    case "products/create":
    case "products/update":
      return productPayload(shop, event.product);
    case "products/delete":
      return { id: integer(event.productId) };
    case "collections/create":
    case "collections/update":
      return collectionPayload(shop, event.collection);
    case "collections/delete":
      return {
        id: integer(event.collectionId),
        published_scope: "web",
        admin_graphql_api_id: gid("Collection", event.collectionId),
      };
    case "discounts/create":
    case "discounts/update":
      return {
        admin_graphql_api_id: discountGid(event.discount),
        title: event.discount.title,
        status: discountStatus(event.discount, now).toUpperCase(),
        created_at: zonedInstant(event.discount.createdAt, shop.timeZone),
        updated_at: zonedInstant(event.discount.updatedAt, shop.timeZone),
      };
    case "discounts/delete":
      return {
        admin_graphql_api_id: discountGid(event.discount),
        deleted_at: zonedInstant(event.at, shop.timeZone),
      };
    case "discounts/redeemcode_added":
    case "discounts/redeemcode_removed":
      return {
        admin_graphql_api_id: discountGid(event.discount),
        redeem_code: { id: gid("DiscountRedeemCode", event.codeId), code: event.code },
        updated_at: event.at,
      };
    case "bulk_operations/finish":
      return {
        admin_graphql_api_id: gid("BulkOperation", event.operation.id),
        completed_at: zonedInstant(event.operation.completedAt, shop.timeZone),
        created_at: zonedInstant(event.operation.createdAt, shop.timeZone),
        error_code: event.operation.errorCode,
        status: event.operation.status,
        type: event.operation.type,
      };
    case "app/uninstalled":
    case "shop/update":
      return shopPayload(shop);
    case "app/scopes_update":
      return {
        id: integer(shop.id),
        previous: event.previous,
        current: event.current,
        shop_id: `gid://shopify/Shop/${shop.id}`,
        updated_at: now,
      };
  }
}
