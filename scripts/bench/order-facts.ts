import type { OrderFacts } from "#app/domain/earning/order-facts.ts";

/** Order number `number` of customer number `customer`: paid just now, two lines, as a webhook tells it. */
export function orderFactsOf(number: number, customer: number, at: Date): OrderFacts {
  const email = `customer${customer}@example.com`;
  return {
    orderId: `gid://shopify/Order/${7_000_000_000_000 + number}`,
    name: `#B${number}`,
    customer: {
      customerId: `gid://shopify/Customer/${6_000_000_000_000 + customer}`,
      email,
      name: `First${customer} Last${customer}`,
      tags: null,
      hasAccount: false,
    },
    email,
    processedAt: at,
    paidAt: at,
    fulfilledAt: null,
    cancelledAt: null,
    deletedAt: null,
    test: false,
    financialStatus: "paid",
    source: "web",
    lines: [0, 1].map((position) => ({
      lineId: `gid://shopify/LineItem/${8_000_000_000_000 + number * 2 + position}`,
      title: `Product number ${(number + position) % 500}`,
      quantity: 1,
      productId: `gid://shopify/Product/${700_000 + ((number + position) % 500)}`,
      variantId: `gid://shopify/ProductVariant/${800_000 + ((number + position) % 500)}`,
      vendor: `Vendor ${number % 20}`,
      sku: `SKU-${number % 500}`,
      giftCard: false,
      netMinor: 2_499n,
      taxMinor: 200n,
      discountMinor: 0n,
      ...{ productTags: null, collectionIds: null, onSale: null },
    })),
    refunds: [],
    taxMinor: 400n,
    shippingMinor: 500n,
    totalMinor: 5_898n,
    storeCreditMinor: 0n,
    updatedAt: at,
    origin: "shopify",
  };
}
