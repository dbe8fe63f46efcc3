import type { Outcome } from "../model.ts";
import { idOf } from "../ids.ts";
import { refused } from "../outcome.ts";
import { done } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";
import { putProduct } from "./catalogue.ts";
import { normalizeTags, updateCustomer } from "./customers.ts";
import { updateOrder } from "./orders.ts";

interface TagInput {
  ownerGid: string;
  tags: string[];
}

function changeTags(
  store: Store,
  state: ShopState,
  ownerGid: string,
  edit: (tags: readonly string[]) => string[],
): Outcome<string[]> {
  const customerId = idOf("Customer", ownerGid);
  const customer = customerId ? state.get("customer", customerId) : null;
  if (customer) {
    const after = updateCustomer(store, state, { id: customer.id, tags: edit(customer.tags) });
    return after.ok ? done(after.value.tags) : after;
  }
  const orderId = idOf("Order", ownerGid);
  const order = orderId ? state.get("order", orderId) : null;
  if (order) {
    const after = updateOrder(store, state, { id: order.id, tags: edit(order.tags) });
    return after.ok ? done(after.value.tags) : after;
  }
  const productId = idOf("Product", ownerGid);
  const product = productId ? state.get("product", productId) : null;
  if (product) return done(putProduct(store, state, { ...product, tags: edit(product.tags) }).tags);
  return refused("unknown", "The resource does not exist.", ["id"]);
}

/** Tags of a customer, order or product, by its gid. Code: `unknown`. */
export function addTags(store: Store, state: ShopState, input: TagInput): Outcome<string[]> {
  return changeTags(store, state, input.ownerGid, (tags) => normalizeTags([...tags, ...input.tags]));
}

export function removeTags(store: Store, state: ShopState, input: TagInput): Outcome<string[]> {
  const gone = new Set(input.tags.map((tag) => tag.trim().toLowerCase()));
  return changeTags(store, state, input.ownerGid, (tags) =>
    tags.filter((tag) => !gone.has(tag.toLowerCase())),
  );
}
