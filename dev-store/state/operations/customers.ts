import type { Id, Instant, Outcome } from "../model.ts";
import type { Address, Customer, CustomerMerge, MarketingState } from "../model/customer.ts";
import type { Order } from "../model/order.ts";
import { gid } from "../ids.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Change, Store } from "../store.ts";
import { emitTags } from "./customer-tags.ts";

export interface CustomerInput {
  email?: string | null | undefined;
  phone?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  note?: string | null | undefined;
  tags?: string[] | undefined;
  acceptsMarketing?: boolean | undefined;
  emailMarketing?: MarketingState | undefined;
  smsMarketing?: MarketingState | undefined;
  state?: Customer["state"] | undefined;
  locale?: string | undefined;
  defaultAddress?: Address | null | undefined;
}

/** Shopify keeps one customer per address, without regard to case and outer blanks. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

function normalizePhone(phone: string): string {
  return phone.replace(/[\s().-]/g, "");
}

/** Tags are trimmed, without duplicates regardless of case, sorted as Shopify lists them. */
export function normalizeTags(tags: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const tag of tags.map((one) => one.trim()).filter((one) => one !== ""))
    if (!byKey.has(tag.toLowerCase())) byKey.set(tag.toLowerCase(), tag);
  return [...byKey.values()].sort((a, b) => a.localeCompare(b, "en"));
}

function merged(state: ShopState, before: Customer, input: CustomerInput, now: Instant): Outcome<Customer> {
  const email =
    input.email === undefined
      ? before.email
      : input.email === null
        ? null
        : normalizeEmail(input.email) || null;
  const phone =
    input.phone === undefined
      ? before.phone
      : input.phone === null
        ? null
        : normalizePhone(input.phone) || null;
  if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email))
    return refused("invalid-email", `"${email}" is not an e-mail address.`, ["input", "email"]);
  if (phone !== null && !/^\+?\d{4,15}$/.test(phone))
    return refused("invalid-phone", `"${phone}" is not a phone number; write it as +15551234567.`, [
      "input",
      "phone",
    ]);
  const sameEmail = email === null ? null : state.customerByEmail(email);
  if (sameEmail && sameEmail.id !== before.id)
    return refused("taken", "Email has already been taken", ["input", "email"]);
  const samePhone = phone === null ? null : state.customerByPhone(phone);
  if (samePhone && samePhone.id !== before.id)
    return refused("taken", "Phone has already been taken", ["input", "phone"]);
  const firstName = input.firstName === undefined ? before.firstName : input.firstName;
  const lastName = input.lastName === undefined ? before.lastName : input.lastName;
  if (!email && !phone && !firstName && !lastName)
    return refused("blank", "A name, phone number, or email address must be present", ["input"]);
  const emailMarketing =
    input.emailMarketing ??
    (input.acceptsMarketing === undefined
      ? before.emailMarketing
      : input.acceptsMarketing
        ? "subscribed"
        : before.emailMarketing === "subscribed"
          ? "unsubscribed"
          : before.emailMarketing);
  return done({
    ...before,
    email,
    phone,
    firstName,
    lastName,
    note: input.note === undefined ? before.note : input.note,
    tags: input.tags === undefined ? before.tags : normalizeTags(input.tags),
    state: input.state ?? before.state,
    locale: input.locale ?? before.locale,
    defaultAddress: input.defaultAddress === undefined ? before.defaultAddress : input.defaultAddress,
    emailMarketing,
    emailMarketingUpdatedAt: emailMarketing === before.emailMarketing ? before.emailMarketingUpdatedAt : now,
    smsMarketing: input.smsMarketing ?? before.smsMarketing,
    updatedAt: now,
  });
}

/** A customer not yet stored; used where a customer comes along with an order. */
export function newCustomer(
  store: Store,
  state: ShopState,
  input: CustomerInput,
  createdAt?: Instant,
): Outcome<Customer> {
  const now = store.nowInstant();
  const blank: Customer = {
    id: store.newId(),
    email: null,
    phone: null,
    firstName: null,
    lastName: null,
    note: null,
    tags: [],
    state: "enabled",
    verifiedEmail: true,
    taxExempt: false,
    locale: "en",
    emailMarketing: "not_subscribed",
    emailMarketingUpdatedAt: null,
    smsMarketing: "not_subscribed",
    defaultAddress: null,
    createdAt: createdAt ?? now,
    updatedAt: now,
  };
  return merged(state, blank, input, now);
}

/** Codes: `invalid-email`, `invalid-phone`, `taken`, `blank`. */
export function createCustomer(
  store: Store,
  state: ShopState,
  input: CustomerInput & { createdAt?: Instant | undefined },
): Outcome<Customer> {
  const made = newCustomer(store, state, input, input.createdAt);
  if (!made.ok) return made;
  return done(
    store.write(state, (change) => {
      change.put("customer", made.value);
      change.emit({ topic: "customers/create", customer: made.value });
      if (made.value.emailMarketing !== "not_subscribed")
        change.emit({ topic: "customers_email_marketing_consent/update", customer: made.value });
      return made.value;
    }),
  );
}

/** Left-out fields stay. Codes as in `createCustomer`, and `unknown`. */
export function updateCustomer(
  store: Store,
  state: ShopState,
  input: CustomerInput & { id: Id },
): Outcome<Customer> {
  const before = state.get("customer", input.id);
  if (!before)
    return refused("unknown", `There is no customer ${input.id} in ${state.shop.domain}.`, ["input", "id"]);
  const after = merged(state, before, input, store.nowInstant());
  if (!after.ok) return after;
  return done(
    store.write(state, (change) => {
      change.put("customer", after.value);
      change.emit({ topic: "customers/update", customer: after.value });
      emitTags(change, before, after.value, store.nowInstant());
      if (after.value.emailMarketing !== before.emailMarketing)
        change.emit({ topic: "customers_email_marketing_consent/update", customer: after.value });
      return after.value;
    }),
  );
}

function dropMetafields(state: ShopState, change: Change, ownerGid: string): void {
  for (const metafield of state.metafieldsOf(ownerGid)) change.remove("metafield", metafield.id);
}

/**
 * Deletes a customer. Through the API Shopify refuses this while the customer has orders (`has-orders`); `evenWithOrders` is
 * what an erasure on request does: the orders stay, without their customer.
 */
export function deleteCustomer(
  store: Store,
  state: ShopState,
  input: { id: Id; evenWithOrders?: boolean },
): Outcome<Id> {
  const customer = state.get("customer", input.id);
  if (!customer)
    return refused("unknown", `There is no customer ${input.id} in ${state.shop.domain}.`, ["id"]);
  const orders = state.ordersOfCustomer(input.id);
  if (orders.length > 0 && !input.evenWithOrders)
    return refused("has-orders", "Customer can’t be deleted because they have associated orders", ["id"]);
  store.write(state, (change) => {
    change.remove("customer", customer.id);
    dropMetafields(state, change, gid("Customer", customer.id));
    for (const order of orders)
      change.put("order", {
        ...order,
        customerId: null,
        email: null,
        phone: null,
        billingAddress: null,
        shippingAddress: null,
      });
    change.emit({ topic: "customers/delete", customerId: customer.id, at: store.nowInstant() });
  });
  return done(customer.id);
}

function moveOrders(orders: readonly Order[], kept: Customer, change: Change, now: Instant): void {
  for (const order of orders) {
    const moved: Order = { ...order, customerId: kept.id, updatedAt: now };
    change.put("order", moved);
    change.emit({ topic: "orders/updated", order: moved, customer: kept });
  }
}

function moveCredit(store: Store, state: ShopState, from: Customer, to: Customer, change: Change): void {
  const accounts = [...state.all("storeCreditAccount").values()];
  for (const account of accounts.filter((one) => one.customerId === from.id)) {
    const target = accounts.find((one) => one.customerId === to.id && one.currency === account.currency);
    if (!target) {
      change.put("storeCreditAccount", { ...account, customerId: to.id });
      continue;
    }
    change.remove("storeCreditAccount", account.id);
    const balanceMinor = target.balanceMinor + account.balanceMinor;
    change.put("storeCreditAccount", {
      ...target,
      balanceMinor,
      transactions: [
        ...target.transactions,
        {
          id: store.newId(),
          kind: "credit",
          amountMinor: account.balanceMinor,
          balanceAfterMinor: balanceMinor,
          remainingMinor: account.balanceMinor,
          expiresAt: null,
          orderId: null,
          at: store.nowInstant(),
        },
      ],
    });
  }
}

/**
 * Merges one customer into another: orders, tags, store credit and gift cards go over, the other is deleted. `fail` plays a
 * merge that Shopify gave up, told by `customers/merge` with `status: failed`. Codes: `unknown`, `same`.
 */
export function mergeCustomers(
  store: Store,
  state: ShopState,
  input: { deletedId: Id; keptId: Id; fail?: boolean | undefined },
): Outcome<CustomerMerge> {
  const gone = state.get("customer", input.deletedId);
  const kept = state.get("customer", input.keptId);
  if (!gone) return refused("unknown", `There is no customer ${input.deletedId} to merge.`);
  if (!kept) return refused("unknown", `There is no customer ${input.keptId} to merge into.`);
  if (gone.id === kept.id) return refused("same", "A customer can't be merged into itself.");
  const now = store.nowInstant();
  const merge: CustomerMerge = {
    id: store.newId(),
    keptCustomerId: kept.id,
    deletedCustomerId: gone.id,
    status: input.fail ? "failed" : "completed",
    errors: input.fail
      ? [{ field: "merge_in_progress", message: "A customer is currently being merged." }]
      : [],
    at: now,
  };
  store.write(state, (change) => {
    change.put("merge", merge);
    if (!input.fail) {
      const after: Customer = {
        ...kept,
        email: kept.email ?? gone.email,
        phone: kept.phone ?? gone.phone,
        firstName: kept.firstName ?? gone.firstName,
        lastName: kept.lastName ?? gone.lastName,
        note: kept.note ?? gone.note,
        tags: normalizeTags([...kept.tags, ...gone.tags]),
        defaultAddress: kept.defaultAddress ?? gone.defaultAddress,
        updatedAt: now,
      };
      change.remove("customer", gone.id);
      change.put("customer", after);
      dropMetafields(state, change, gid("Customer", gone.id));
      moveCredit(store, state, gone, after, change);
      for (const card of state.all("giftCard").values())
        if (card.customerId === gone.id) change.put("giftCard", { ...card, customerId: kept.id });
      moveOrders(state.ordersOfCustomer(gone.id), after, change, now);
      change.emit({ topic: "customers/update", customer: after });
      emitTags(change, kept, after, now);
    }
    change.emit({ topic: "customers/merge", merge });
  });
  return done(merge);
}
