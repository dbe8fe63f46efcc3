import { z } from "zod";
import { restIdSchema } from "../rest-id.ts";
import { customerPayloadSchema } from "./customer-payload.ts";

/**
 * What we read of the payload of orders/create, orders/updated, orders/paid, orders/cancelled and orders/fulfilled
 * (https://shopify.dev/docs/api/webhooks). Unknown fields are ignored; ids come through `parseShopifyJson`.
 */

const moneySetSchema = z
  .object({ shop_money: z.object({ amount: z.string() }) })
  .transform(({ shop_money }) => ({ shopMoney: shop_money }));

const taxLineSchema = z.object({ price_set: moneySetSchema });

export const orderLinePayloadSchema = z.object({
  id: restIdSchema,
  title: z.string(),
  sku: z.string().nullish(),
  vendor: z.string().nullish(),
  quantity: z.number().int(),
  current_quantity: z.number().int(),
  gift_card: z.boolean(),
  product_id: restIdSchema.nullish(),
  variant_id: restIdSchema.nullish(),
  price_set: moneySetSchema,
  discount_allocations: z.array(z.object({ amount_set: moneySetSchema })),
  tax_lines: z.array(taxLineSchema),
});
export type OrderLinePayload = z.infer<typeof orderLinePayloadSchema>;

export const refundPayloadSchema = z.object({
  id: restIdSchema,
  created_at: z.string(),
  processed_at: z.string().nullish(),
  refund_line_items: z.array(
    z.object({
      line_item_id: restIdSchema,
      quantity: z.number().int(),
      subtotal_set: moneySetSchema,
      total_tax_set: moneySetSchema,
    }),
  ),
  refund_shipping_lines: z
    .array(z.object({ subtotal_amount_set: moneySetSchema, tax_amount_set: moneySetSchema }))
    .nullish(),
  order_adjustments: z
    .array(
      z.object({ kind: z.string().nullish(), amount_set: moneySetSchema, tax_amount_set: moneySetSchema }),
    )
    .nullish(),
  /** `amount` is in the currency the shopper paid in. */
  transactions: z.array(z.object({ kind: z.string(), status: z.string(), amount: z.string() })),
});
export type RefundPayload = z.infer<typeof refundPayloadSchema>;

export const orderPayloadSchema = z.object({
  id: restIdSchema,
  name: z.string(),
  email: z.string().nullish(),
  test: z.boolean(),
  source_name: z.string().nullish(),
  created_at: z.string(),
  processed_at: z.string().nullish(),
  updated_at: z.string(),
  cancelled_at: z.string().nullish(),
  taxes_included: z.boolean(),
  financial_status: z.string().nullish(),
  fulfillment_status: z.string().nullish(),
  fulfillments: z.array(z.object({ created_at: z.string(), status: z.string().nullish() })).default([]),
  currency: z.string(),
  presentment_currency: z.string().nullish(),
  payment_gateway_names: z.array(z.string()),
  discount_codes: z.array(z.object({ code: z.string() })).default([]),
  customer: customerPayloadSchema.nullish(),
  total_tax_set: moneySetSchema.nullish(),
  shipping_lines: z
    .array(z.object({ discounted_price_set: moneySetSchema, is_removed: z.boolean().nullish() }))
    .default([]),
  total_price_set: moneySetSchema,
  line_items: z.array(orderLinePayloadSchema),
  refunds: z.array(refundPayloadSchema),
});
export type OrderPayload = z.infer<typeof orderPayloadSchema>;

/** Which order it is, where the rest is not what we rely on. */
export const orderReferenceSchema = z.object({ id: restIdSchema });
