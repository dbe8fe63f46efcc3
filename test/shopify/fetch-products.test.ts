import { afterAll, beforeAll, expect, test } from "vitest";
import { createShopifyProducts } from "#app/shopify/fetch-products.server.ts";
import { gid } from "#dev-store/state/ids.ts";
import { putCollection, putProduct } from "#dev-store/state/operations/catalogue.ts";
import { openFixture, SHOP, type Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo } from "./gateway-to-store.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const fetchAll = (ids: readonly string[]) =>
  createShopifyProducts(gatewayTo(fixture)).fetchProducts(SHOP, ids);

/** A product whose first variants are on sale. */
function put(title: string, variants: number, onSale: number) {
  const { store, state } = fixture;
  return putProduct(store, state, {
    ...{ title, handle: title.toLowerCase(), vendor: "Acme", productType: "", tags: ["New", title] },
    ...{ status: "active", descriptionHtml: "", giftCard: false, imageSvg: null, publishedAt: null },
    variants: Array.from({ length: variants }, (_, number) => ({
      ...{ id: store.newId(), title: `Size ${number}`, sku: null, priceMinor: 9_50n, taxable: true },
      ...{ compareAtPriceMinor: number < onSale ? 10_00n : number === onSale ? 9_50n : null },
      ...{ requiresShipping: true, inventoryQuantity: 1 },
    })),
  });
}

test("a product tells its tags, its collections and which variants are below their compare-at price", async () => {
  const product = put("Mug", 3, 1);
  const { store, state } = fixture;
  const collection = putCollection(store, state, {
    ...{ title: "Kitchen", handle: "kitchen", descriptionHtml: "", productIds: [product.id] },
  });
  const answer = await fetchAll([gid("Product", product.id), gid("Product", "404404404404")]);
  const variantIds = product.variants.map((variant) => gid("ProductVariant", variant.id));
  expect(answer.ok && [...answer.value.values()]).toEqual([
    {
      ...{ productId: gid("Product", product.id), title: "Mug", tags: ["Mug", "New"] },
      ...{ collectionIds: [gid("Collection", collection.id)], variantIds },
      saleVariantIds: variantIds.slice(0, 1),
    },
  ]);
});

test("more products than one query may ask for, and more variants than a page holds, come in full", async () => {
  const products = Array.from({ length: 20 }, (_, number) =>
    put(`Cup ${number}`, number === 0 ? 130 : 1, 100),
  );
  const answer = await fetchAll(products.map((product) => gid("Product", product.id)));
  if (!answer.ok) throw new Error(answer.refusals[0].detail);
  expect(answer.value.size).toBe(20);
  const [first] = [...answer.value.values()];
  expect([first!.variantIds.length, first!.saleVariantIds.length]).toEqual([130, 100]);
});
