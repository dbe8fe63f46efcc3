import type { Id, Outcome } from "../model.ts";
import type { Collection, Product } from "../model/catalogue.ts";
import { gid } from "../ids.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";
import { normalizeTags } from "./customers.ts";

type Stamps = "id" | "createdAt" | "updatedAt";
export type ProductInput = Omit<Product, Stamps> & { id?: Id | undefined };
export type CollectionInput = Omit<Collection, Stamps> & { id?: Id | undefined };

/** Creates a product, or replaces the one with that id. */
export function putProduct(store: Store, state: ShopState, input: ProductInput): Product {
  const now = store.nowInstant();
  const before = input.id === undefined ? null : state.get("product", input.id);
  const product: Product = {
    ...input,
    id: input.id ?? store.newId(),
    tags: normalizeTags(input.tags),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  return store.write(state, (change) => {
    change.put("product", product);
    change.emit({ topic: before ? "products/update" : "products/create", product });
    return product;
  });
}

/** Codes: `unknown`. Orders keep the line with its product id, as Shopify's do. */
export function deleteProduct(store: Store, state: ShopState, input: { id: Id }): Outcome<Id> {
  if (!state.get("product", input.id))
    return refused("unknown", `There is no product ${input.id}.`, ["input", "id"]);
  const now = store.nowInstant();
  store.write(state, (change) => {
    change.remove("product", input.id);
    for (const metafield of state.metafieldsOf(gid("Product", input.id)))
      change.remove("metafield", metafield.id);
    for (const collection of state.all("collection").values())
      if (collection.productIds.includes(input.id)) {
        const after = {
          ...collection,
          productIds: collection.productIds.filter((id) => id !== input.id),
          updatedAt: now,
        };
        change.put("collection", after);
        change.emit({ topic: "collections/update", collection: after });
      }
    change.emit({ topic: "products/delete", productId: input.id });
  });
  return done(input.id);
}

/** Creates a collection, or replaces the one with that id. */
export function putCollection(store: Store, state: ShopState, input: CollectionInput): Collection {
  const now = store.nowInstant();
  const before = input.id === undefined ? null : state.get("collection", input.id);
  const collection: Collection = {
    ...input,
    id: input.id ?? store.newId(),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  return store.write(state, (change) => {
    change.put("collection", collection);
    change.emit({ topic: before ? "collections/update" : "collections/create", collection });
    return collection;
  });
}

export function deleteCollection(store: Store, state: ShopState, input: { id: Id }): Outcome<Id> {
  if (!state.get("collection", input.id))
    return refused("unknown", `There is no collection ${input.id}.`, ["input", "id"]);
  store.write(state, (change) => {
    change.remove("collection", input.id);
    change.emit({ topic: "collections/delete", collectionId: input.id });
  });
  return done(input.id);
}
