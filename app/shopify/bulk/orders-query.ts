import type { ExportRequest } from "#app/usecases/imports/import-ports.ts";

/**
 * The query that a bulk operation runs over all orders (or those changed since). A bulk query takes no variables, so the
 * search stands in its text, and so does the import's id: by that comment a killed import finds the operation it started.
 * Bulk refuses a connection inside a list, so a refund tells its id, date and total only; what was refunded, edited,
 * cancelled or paid with store credit is fetched order by order afterwards.
 */
export function bulkOrdersQuery({ importId, attempt, since }: ExportRequest): string {
  const search = since === null ? "" : `(query: ${JSON.stringify(`updated_at:>='${since.toISOString()}'`)})`;
  return `# import ${importId} ${attempt}
{
  orders${search} {
    edges {
      node {
        id name email test edited sourceName processedAt updatedAt cancelledAt taxesIncluded displayFinancialStatus displayFulfillmentStatus paymentGatewayNames
        fulfillments { createdAt status }
        discountCodes
        customer { id firstName lastName state tags defaultEmailAddress { emailAddress } }
        totalTaxSet { shopMoney { amount } }
        shippingLine { discountedPriceSet { shopMoney { amount } } }
        totalPriceSet { shopMoney { amount } }
        refunds { id createdAt totalRefundedSet { shopMoney { amount } } }
        lineItems {
          edges {
            node {
              id title sku vendor quantity isGiftCard
              product { id }
              variant { id }
              originalUnitPriceSet { shopMoney { amount } }
              discountAllocations { allocatedAmountSet { shopMoney { amount } } }
              taxLines { priceSet { shopMoney { amount } } }
            }
          }
        }
      }
    }
  }
}`;
}
