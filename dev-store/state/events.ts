import type { Id } from "./model.ts";
import type { BulkOperation } from "./model/app.ts";
import type { Collection, Product } from "./model/catalogue.ts";
import type { CustomerMerge, Customer } from "./model/customer.ts";
import type { Discount } from "./model/discount.ts";
import type { Fulfillment, Order, OrderEdit, Refund } from "./model/order.ts";

/** What happened in a store, named as Shopify names the webhook topic. Carries the state at that moment. */
export type StoreEvent =
  | {
      topic:
        | "orders/create"
        | "orders/updated"
        | "orders/paid"
        | "orders/cancelled"
        | "orders/fulfilled"
        | "orders/partially_fulfilled";
      order: Order;
      customer: Customer | null;
      /** Bulk imports: build the body when it is sent, not now (the order does not change in between). */
      late?: boolean;
    }
  | { topic: "orders/edited"; order: Order; edit: OrderEdit }
  | { topic: "orders/delete"; orderId: Id }
  | { topic: "refunds/create"; order: Order; refund: Refund }
  | { topic: "fulfillments/create" | "fulfillments/update"; order: Order; fulfillment: Fulfillment }
  | { topic: "customers/create" | "customers/update"; customer: Customer; late?: boolean }
  | { topic: "customers_email_marketing_consent/update"; customer: Customer }
  | { topic: "customer.tags_added" | "customer.tags_removed"; customerId: Id; tags: string[]; at: string }
  | { topic: "customers/delete"; customerId: Id; at: string }
  | { topic: "customers/merge"; merge: CustomerMerge }
  | { topic: "products/create" | "products/update"; product: Product }
  | { topic: "products/delete"; productId: Id }
  | { topic: "collections/create" | "collections/update"; collection: Collection }
  | { topic: "collections/delete"; collectionId: Id }
  | { topic: "discounts/create" | "discounts/update"; discount: Discount }
  | { topic: "discounts/delete"; discount: Discount; at: string }
  | {
      topic: "discounts/redeemcode_added" | "discounts/redeemcode_removed";
      discount: Discount;
      codeId: Id;
      code: string;
      at: string;
    }
  | { topic: "bulk_operations/finish"; operation: BulkOperation }
  | { topic: "app/uninstalled" }
  | { topic: "app/scopes_update"; previous: string[]; current: string[] }
  | { topic: "shop/update" }
  | {
      topic: "customers/data_request" | "customers/redact";
      customer: { id: Id; email: string | null; phone: string | null };
      orderIds: Id[];
    }
  | { topic: "shop/redact" };

export type Topic = StoreEvent["topic"];
