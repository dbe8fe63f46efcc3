import type { Outcome } from "#dev-store/state/model.ts";
import type { DiscountItems, DiscountValue } from "#dev-store/state/model/discount.ts";
import { putCollection, putProduct } from "#dev-store/state/operations/catalogue.ts";
import { createGiftCard, creditStoreCredit, debitStoreCredit } from "#dev-store/state/operations/credit.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { saveDiscount } from "#dev-store/state/operations/discounts.ts";
import { saveSegment } from "#dev-store/state/operations/segments.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { fulfillOrder } from "#dev-store/state/operations/fulfillments.ts";
import { putDefinition, setMetafields } from "#dev-store/state/operations/metafields.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import type { Fixture } from "./support.ts";

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

/** One of everything that the API can show. */
export function fillStore({ store, state }: Fixture): void {
  const address = {
    firstName: "Ada",
    lastName: "Lovelace",
    company: null,
    address1: "1 St James's Sq",
    address2: null,
    city: "London",
    province: null,
    provinceCode: null,
    country: "United Kingdom",
    countryCode: "GB",
    zip: "SW1Y",
    phone: null,
  };
  const ada = must(
    createCustomer(store, state, {
      email: "ada@example.com",
      phone: "+15551234567",
      acceptsMarketing: true,
      defaultAddress: address,
    }),
  );
  const product = putProduct(store, state, {
    title: "Mug",
    handle: "mug",
    vendor: "Clay & Co",
    productType: "Cups",
    tags: ["new"],
    status: "active",
    descriptionHtml: "<p>A mug</p>",
    giftCard: false,
    imageSvg: null,
    publishedAt: null,
    variants: [
      {
        id: store.newId(),
        title: "Blue",
        sku: "MUG-B",
        priceMinor: 1000n,
        compareAtPriceMinor: 1200n,
        taxable: true,
        requiresShipping: true,
        inventoryQuantity: 4,
      },
    ],
  });
  putCollection(store, state, {
    title: "Cups",
    handle: "cups",
    descriptionHtml: "",
    productIds: [product.id],
  });
  const none: DiscountItems = { all: false, productIds: [], variantIds: [], collectionIds: [] };
  const all: DiscountItems = { ...none, all: true };
  const some: DiscountItems = { ...none, productIds: [product.id], variantIds: [product.variants[0]!.id] };
  const discount = (
    code: string,
    value: DiscountValue,
    discountClass: "order" | "product" | "shipping",
    items: DiscountItems,
  ) =>
    must(
      saveDiscount(store, state, {
        automatic: false,
        title: code,
        codes: [code],
        value,
        discountClass,
        items,
        customerIds: code === "TEN" ? [ada.id] : null,
        minimum: { kind: "subtotal", amountMinor: 100n },
        usageLimit: 5,
        appliesOncePerCustomer: false,
        combinesWith: {
          orderDiscounts: true,
          productDiscounts: true,
          shippingDiscounts: discountClass !== "shipping",
        },
        startsAt: "2026-01-01T00:00:00Z",
        endsAt: null,
        createdByApp: true,
      }),
    );
  discount("TEN", { kind: "percentage-off", percentage: 0.1 }, "order", all);
  discount("ONE", { kind: "amount-off", amountMinor: 100n, appliesOnEachItem: false }, "product", some);
  discount("CUPS", { kind: "amount-off", amountMinor: 100n, appliesOnEachItem: true }, "product", {
    ...none,
    collectionIds: [...state.all("collection").keys()],
  });
  const segment = must(saveSegment(store, state, { name: "Gold", query: "customer_tags CONTAINS 'gold'" }));
  must(
    saveDiscount(store, state, {
      ...{ automatic: true, title: "Gold ships free", codes: [], discountClass: "shipping", items: all },
      value: { kind: "free-shipping", maximumShippingPriceMinor: null },
      ...{ customerIds: null, segmentIds: [segment.id], minimum: { kind: "none" }, usageLimit: null },
      appliesOncePerCustomer: false,
      combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: false },
      ...{ startsAt: "2026-01-01T00:00:00Z", endsAt: null, createdByApp: true },
    }),
  );
  discount("SHIP", { kind: "free-shipping", maximumShippingPriceMinor: 900n }, "shipping", all);
  const quantity = { items: some, quantity: 1 };
  discount(
    "MUG",
    {
      kind: "buy-x-get-y",
      buys: { ...quantity, amountMinor: null },
      gets: { ...quantity, effect: { kind: "percentage", percentage: 1 } },
      usesPerOrderLimit: 1,
    },
    "product",
    some,
  );
  discount(
    "SPEND",
    {
      kind: "buy-x-get-y",
      buys: { items: all, quantity: null, amountMinor: 500n },
      gets: { ...quantity, effect: { kind: "amount", amountMinor: 300n } },
      usesPerOrderLimit: null,
    },
    "product",
    some,
  );
  must(
    creditStoreCredit(store, state, {
      customerId: ada.id,
      amountMinor: 500n,
      currency: "USD",
      expiresAt: "2020-01-01T00:00:00Z",
    }),
  );
  must(creditStoreCredit(store, state, { customerId: ada.id, amountMinor: 500n, currency: "USD" }));
  must(debitStoreCredit(store, state, { customerId: ada.id, amountMinor: 100n, currency: "USD" }));
  must(createGiftCard(store, state, { amountMinor: 2500n, customerId: ada.id }));
  const order = must(
    createOrder(store, state, {
      customerId: ada.id,
      shippingMinor: 500n,
      discountCodes: ["TEN"],
      billingAddress: address,
      shippingAddress: address,
      attributes: [{ name: "gift", value: "yes" }],
      lines: [
        {
          title: "Mug",
          priceMinor: 1000n,
          quantity: 3,
          taxMinor: 30n,
          productId: product.id,
          variantId: product.variants[0]!.id,
          properties: [{ name: "engraving", value: "A" }],
        },
        { title: "Card", priceMinor: 2500n, quantity: 1, giftCard: true },
      ],
    }),
  );
  must(editOrder(store, state, { id: order.id, add: [{ title: "Plate", priceMinor: 700n, quantity: 1 }] }));
  must(fulfillOrder(store, state, { id: order.id }));
  must(
    refundOrder(store, state, {
      id: order.id,
      lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
      amountMinor: 1200n,
      shippingMinor: 100n,
    }),
  );
  const namespace = "custom";
  must(
    putDefinition(store, state, {
      ownerType: "CUSTOMER",
      namespace,
      key: "points",
      name: "Points",
      description: null,
      type: "number_integer",
      access: { admin: null, storefront: null, customerAccount: null },
    }),
  );
  const owners = [
    `Customer/${ada.id}`,
    `Order/${order.id}`,
    `Product/${product.id}`,
    `Shop/${state.shop.id}`,
  ];
  setMetafields(store, state, {
    metafields: owners.map((owner) => ({
      ownerGid: `gid://shopify/${owner}`,
      namespace,
      key: "points",
      type: "number_integer",
      value: "7",
    })),
  });
}
