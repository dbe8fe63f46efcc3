import type { Id } from "../model.ts";
import { gid } from "../ids.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";

/** Tells a compliance topic, with what the store still knows of the customer. */
export function tellPrivacy(
  store: Store,
  state: ShopState,
  input: { topic: "customers/data_request" | "customers/redact" | "shop/redact"; customerId: Id | null },
): void {
  const { topic, customerId } = input;
  store.write(state, (change) => {
    if (topic === "shop/redact" || customerId === null) return change.emit({ topic: "shop/redact" });
    const customer = state.get("customer", customerId);
    change.emit({
      topic,
      customer: { id: customerId, email: customer?.email ?? null, phone: customer?.phone ?? null },
      orderIds: state.ordersOfCustomer(customerId).map((order) => order.id),
    });
  });
}

/** What Shopify keeps of an erased customer: the record and its orders, without anything that names or reaches a person. */
export function redactCustomer(store: Store, state: ShopState, input: { id: Id }): void {
  const customer = state.get("customer", input.id);
  if (!customer) return;
  store.write(state, (change) => {
    change.put("customer", {
      ...customer,
      email: null,
      phone: null,
      firstName: null,
      lastName: null,
      note: null,
      tags: [],
      state: "disabled",
      emailMarketing: "redacted",
      smsMarketing: "redacted",
      defaultAddress: null,
      updatedAt: store.nowInstant(),
    });
    for (const metafield of state.metafieldsOf(gid("Customer", customer.id)))
      change.remove("metafield", metafield.id);
    for (const order of state.ordersOfCustomer(customer.id))
      change.put("order", {
        ...order,
        email: null,
        phone: null,
        billingAddress: null,
        shippingAddress: null,
      });
  });
}
