import { gid } from "../state/ids.ts";
import type { Shop } from "../state/model.ts";
import type { Fulfillment, Order } from "../state/model/order.ts";
import { addressPayload, mayNamePeople } from "./customer-payload.ts";
import { integer } from "./json.ts";
import { linePayload } from "./line-payload.ts";
import { zonedInstant } from "./zoned-instant.ts";

/** `fulfillments/create`, and one of an order's fulfilments. */
export function fulfillmentPayload(
  shop: Shop,
  order: Order,
  fulfillment: Fulfillment,
): Record<string, unknown> {
  const lines = order.lines.filter((line) => fulfillment.lines.some((one) => one.lineId === line.id));
  return {
    id: integer(fulfillment.id),
    order_id: integer(order.id),
    status: fulfillment.status,
    created_at: zonedInstant(fulfillment.createdAt, shop.timeZone),
    service: "manual",
    updated_at: zonedInstant(fulfillment.updatedAt, shop.timeZone),
    tracking_company: null,
    shipment_status: null,
    location_id: 1,
    origin_address: null,
    email: mayNamePeople(shop) ? (order.email ?? "") : null,
    destination: addressPayload(shop, order.shippingAddress),
    line_items: lines.map((line) => linePayload(order, line)),
    tracking_number: fulfillment.trackingNumber,
    tracking_numbers: fulfillment.trackingNumber ? [fulfillment.trackingNumber] : [],
    tracking_url: null,
    tracking_urls: [],
    receipt: {},
    name: fulfillment.name,
    admin_graphql_api_id: gid("Fulfillment", fulfillment.id),
  };
}
