import { z } from "zod";

/** The parts of an order that several operations ask for, with the shapes of their answers. */

export const moneySchema = z.object({
  shopMoney: z.object({ amount: z.string() }),
});

const MONEY = "{ shopMoney { amount } }";

export const pageSchema = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

export const LINE_FRAGMENT = `fragment LineParts on LineItem {
  id title sku vendor quantity currentQuantity isGiftCard
  product { id }
  variant { id }
  originalUnitPriceSet ${MONEY}
  discountAllocations { allocatedAmountSet ${MONEY} }
  taxLines { priceSet ${MONEY} }
}`;

const referenceSchema = z.object({ id: z.string() });

export const lineSchema = z.object({
  id: z.string(),
  title: z.string(),
  sku: z.string().nullable(),
  vendor: z.string().nullable(),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  isGiftCard: z.boolean(),
  product: referenceSchema.nullable(),
  variant: referenceSchema.nullable(),
  originalUnitPriceSet: moneySchema,
  discountAllocations: z.array(z.object({ allocatedAmountSet: moneySchema })),
  taxLines: z.array(z.object({ priceSet: moneySchema })),
});

export const REFUND_LINE_FRAGMENT = `fragment RefundLineParts on RefundLineItem {
  quantity
  lineItem { id }
  subtotalSet ${MONEY}
  totalTaxSet ${MONEY}
}`;

export const refundLineSchema = z.object({
  quantity: z.number().int(),
  lineItem: referenceSchema,
  subtotalSet: moneySchema,
  totalTaxSet: moneySchema,
});

export const ORDER_FRAGMENT = `fragment OrderParts on Order {
  id name email test edited sourceName processedAt updatedAt cancelledAt taxesIncluded displayFinancialStatus displayFulfillmentStatus
  fulfillments(first: 10) { createdAt status }
  discountCodes
  customer { id firstName lastName state tags defaultEmailAddress { emailAddress } }
  totalTaxSet ${MONEY}
  shippingLine { discountedPriceSet ${MONEY} }
  totalPriceSet ${MONEY}
  originalTotalPriceSet ${MONEY}
  transactions(first: 100) { kind status gateway createdAt processedAt amountSet ${MONEY} }
  lineItems(first: $lines) { nodes { ...LineParts } pageInfo { hasNextPage endCursor } }
  refunds {
    id processedAt
    refundLineItems(first: $refundLines) { nodes { ...RefundLineParts } pageInfo { hasNextPage endCursor } }
    refundShippingLines(first: 10) { nodes { subtotalAmountSet ${MONEY} taxAmountSet ${MONEY} } }
    transactions(first: 10) { nodes { kind status amountSet ${MONEY} } }
  }
}`;

export const customerPartsSchema = z.object({
  id: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  state: z.string(),
  tags: z.array(z.string()),
  defaultEmailAddress: z.object({ emailAddress: z.string().nullable() }).nullable(),
});

/** A customer asked for by itself: what orders need not know comes along. */
export const knownCustomerSchema = customerPartsSchema.extend({
  locale: z.string(),
  defaultEmailAddress: z
    .object({ emailAddress: z.string().nullable(), marketingState: z.string() })
    .nullable(),
});

export const orderPartsSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  test: z.boolean(),
  edited: z.boolean(),
  sourceName: z.string().nullable(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  taxesIncluded: z.boolean(),
  displayFinancialStatus: z.string().nullable(),
  displayFulfillmentStatus: z.string(),
  fulfillments: z.array(z.object({ createdAt: z.string(), status: z.string() })),
  discountCodes: z.array(z.string()),
  customer: customerPartsSchema.nullable(),
  totalTaxSet: moneySchema.nullable(),
  /** All shipping together. */
  shippingLine: z.object({ discountedPriceSet: moneySchema }).nullable(),
  totalPriceSet: moneySchema,
  originalTotalPriceSet: moneySchema,
  transactions: z.array(
    z.object({
      kind: z.string(),
      status: z.string(),
      gateway: z.string().nullable(),
      createdAt: z.string(),
      processedAt: z.string().nullable(),
      amountSet: moneySchema,
    }),
  ),
  lineItems: z.object({ nodes: z.array(lineSchema), pageInfo: pageSchema }),
  refunds: z.array(
    z.object({
      id: z.string(),
      processedAt: z.string(),
      refundLineItems: z.object({ nodes: z.array(refundLineSchema), pageInfo: pageSchema }),
      refundShippingLines: z.object({
        nodes: z.array(z.object({ subtotalAmountSet: moneySchema, taxAmountSet: moneySchema })),
      }),
      transactions: z.object({
        nodes: z.array(z.object({ kind: z.string(), status: z.string(), amountSet: moneySchema })),
      }),
    }),
  ),
});

export type OrderParts = z.infer<typeof orderPartsSchema>;
export type LineParts = z.infer<typeof lineSchema>;
export type RefundLineParts = z.infer<typeof refundLineSchema>;
export type CustomerParts = z.infer<typeof customerPartsSchema>;
export type KnownCustomer = z.infer<typeof knownCustomerSchema>;
