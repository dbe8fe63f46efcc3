import type { Product } from "../state/model/catalogue.ts";
import type { Customer } from "../state/model/customer.ts";
import { putCollection, putProduct } from "../state/operations/catalogue.ts";
import { createCustomer } from "../state/operations/customers.ts";
import { saveDiscount } from "../state/operations/discounts.ts";
import { seededRandom } from "../state/seeded-random.ts";
import type { ShopState } from "../state/shop-state.ts";
import { toInstant, type Store } from "../state/store.ts";
import { goods, pictureOf, priceIn, vendorOfGood, type Good } from "./goods.ts";
import { personOf } from "./people.ts";
import { plantOrders } from "./plant-orders.ts";

const seed = 1997;
const customerCount = 300;
/** How long the sample store has been open. */
export const historyDays = 548;
const dayMs = 86_400_000;

function handleOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function plantProduct(store: Store, state: ShopState, good: Good): Product {
  const giftCard = good.kind === "Gift cards";
  return putProduct(store, state, {
    title: good.title,
    handle: handleOf(good.title),
    vendor: vendorOfGood(good),
    productType: good.kind,
    tags: good.tags,
    status: "active",
    descriptionHtml: `<p>${good.title}, from ${vendorOfGood(good).replace("&", "&amp;")}. Packed by hand and sent within two days.</p>`,
    giftCard,
    imageSvg: pictureOf(good),
    variants: [
      {
        id: store.newId(),
        title: "Default Title",
        sku: handleOf(good.title).toUpperCase(),
        priceMinor: priceIn(state.shop.currency, good.price),
        compareAtPriceMinor: null,
        taxable: !giftCard,
        requiresShipping: !giftCard,
        inventoryQuantity: 250,
      },
    ],
    publishedAt: toInstant(new Date(store.now().getTime() - historyDays * dayMs)),
  });
}

function plantCollections(store: Store, state: ShopState, products: readonly Product[]): void {
  const collection = (title: string, of: (product: Product) => boolean): void => {
    const productIds = products.filter(of).map((product) => product.id);
    putCollection(store, state, { title, handle: handleOf(title), descriptionHtml: "", productIds });
  };
  for (const kind of ["Plants", "Pots", "Seeds", "Tools", "Care"])
    collection(kind, (product) => product.productType === kind);
  collection("Bestsellers", (product) => product.tags.includes("bestseller"));
}

function plantDiscounts(store: Store, state: ShopState): void {
  const { currency } = state.shop;
  const startsAt = toInstant(new Date(store.now().getTime() - historyDays * dayMs));
  const base = {
    automatic: false,
    items: { all: true, productIds: [], variantIds: [], collectionIds: [] },
    customerIds: null,
    usageLimit: null,
    appliesOncePerCustomer: false,
    startsAt,
    endsAt: null,
    createdByApp: false,
  };
  const combinesWith = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true };
  saveDiscount(store, state, {
    ...base,
    title: "WELCOME10",
    codes: ["WELCOME10"],
    value: { kind: "percentage-off", percentage: 0.1 },
    discountClass: "order",
    minimum: { kind: "none" },
    combinesWith,
  });
  saveDiscount(store, state, {
    ...base,
    title: "SPRING5",
    codes: ["SPRING5"],
    value: { kind: "amount-off", amountMinor: priceIn(currency, 500), appliesOnEachItem: false },
    discountClass: "order",
    minimum: { kind: "subtotal", amountMinor: priceIn(currency, 3000) },
    combinesWith,
  });
  saveDiscount(store, state, {
    ...base,
    title: "FREESHIP",
    codes: ["FREESHIP"],
    value: { kind: "free-shipping", maximumShippingPriceMinor: null },
    discountClass: "shipping",
    minimum: { kind: "none" },
    combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: false },
  });
}

/** Customers join at times spread over the store's life, oldest first. */
function plantCustomers(store: Store, state: ShopState, random: () => number): Customer[] {
  const nowMs = store.now().getTime();
  const joined = Array.from(
    { length: customerCount },
    () => nowMs - random() * (historyDays - 1) * dayMs,
  ).sort((a, b) => a - b);
  return joined.map((atMs, index) => {
    const person = personOf(index + 1, random);
    const made = createCustomer(store, state, {
      ...person,
      acceptsMarketing: random() < 0.55,
      tags: random() < 0.06 ? ["wholesale"] : [],
      createdAt: toInstant(new Date(atMs)),
    });
    if (!made.ok) throw new Error(`sample customer ${person.email}: ${made.detail}`);
    return made.value;
  });
}

/**
 * Fills a shop with eighteen months of a small plant shop: the same for the same clock and currency.
 * Nothing is told to an app: none is installed yet.
 */
export function plantSampleStore(store: Store, state: ShopState): void {
  const random = seededRandom(seed);
  const products = goods.map((good) => plantProduct(store, state, good));
  plantCollections(store, state, products);
  plantDiscounts(store, state);
  plantOrders(store, state, { customers: plantCustomers(store, state, random), products, random });
}
