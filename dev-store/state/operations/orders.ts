import type { Id, Instant, Outcome } from "../model.ts";
import type { Address, Customer } from "../model/customer.ts";
import type { FinancialStatus, Order, Transaction } from "../model/order.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Change, Store } from "../store.ts";
import { quote, type CheckoutInput, type Quote } from "./checkout.ts";
import { planStoreCreditDebit, storeCreditAccountOf, withStoreCredit } from "./credit.ts";
import { newCustomer, normalizeEmail, normalizeTags } from "./customers.ts";
import { useDiscount } from "./discounts.ts";
import { orderTotals } from "./totals.ts";

export interface OrderInput extends CheckoutInput {
  financialStatus?: Extract<FinancialStatus, "pending" | "authorized" | "paid" | "voided"> | undefined;
  test?: boolean | undefined;
  sourceName?: string | undefined;
  /** Part of the total that is paid from the customer's store credit. */
  storeCreditMinor?: bigint | undefined;
  /** What the customer's account lacks of that was credited by the merchant just before. */
  creditsWhatIsMissing?: boolean | undefined;
  attributes?: { name: string; value: string }[] | undefined;
  tags?: string[] | undefined;
  note?: string | null | undefined;
  phone?: string | null | undefined;
  /** Back-dates the order as a whole: `createdAt` too. */
  processedAt?: Instant | undefined;
  billingAddress?: Address | null | undefined;
  shippingAddress?: Address | null | undefined;
  appId?: Id | null | undefined;
}

export function customerOf(state: ShopState, order: Order): Customer | null {
  return order.customerId === null ? null : state.get("customer", order.customerId);
}

function unknownOrder(
  state: ShopState,
  id: Id,
): { ok: false; code: string; detail: string; field?: string[] } {
  return refused("unknown", `There is no order ${id} in ${state.shop.domain}.`, ["id"]);
}

/** Stores a changed order and tells the topics in order, with the customer as they are now. */
export function putOrder(
  state: ShopState,
  change: Change,
  order: Order,
  topics: (
    "orders/updated" | "orders/paid" | "orders/cancelled" | "orders/fulfilled" | "orders/partially_fulfilled"
  )[],
): Order {
  change.put("order", order);
  for (const topic of topics) change.emit({ topic, order, customer: customerOf(state, order) });
  return order;
}

export function newTransaction(
  store: Store,
  input: {
    kind: Transaction["kind"];
    amountMinor: bigint;
    gateway: string;
    at: Instant;
    parentId?: Id | null;
  },
): Transaction {
  return {
    id: store.newId(),
    kind: input.kind,
    status: "success",
    gateway: input.gateway,
    amountMinor: input.amountMinor,
    parentId: input.parentId ?? null,
    processedAt: input.at,
    createdAt: input.at,
  };
}

interface Buyer {
  customer: Customer | null;
  isNew: boolean;
}

function buyerOf(store: Store, state: ShopState, input: OrderInput, at: Instant): Outcome<Buyer> {
  if (input.customerId) {
    const customer = state.get("customer", input.customerId);
    if (!customer)
      return refused(
        "unknown-customer",
        `There is no customer ${input.customerId} in ${state.shop.domain}.`,
        ["customerId"],
      );
    return done({ customer, isNew: false });
  }
  if (!input.email) return done({ customer: null, isNew: false });
  const known = state.customerByEmail(input.email);
  if (known) return done({ customer: known, isNew: false });
  const made = newCustomer(store, state, { email: input.email, state: "disabled" }, at);
  return made.ok ? done({ customer: made.value, isNew: true }) : made;
}

function paymentsOf(store: Store, input: OrderInput, totalMinor: bigint, at: Instant): Transaction[] {
  const status = input.financialStatus ?? "paid";
  const byCredit = input.storeCreditMinor ?? 0n;
  const rest = totalMinor - byCredit;
  const transactions: Transaction[] = [];
  if (byCredit > 0n)
    transactions.push(
      newTransaction(store, { kind: "sale", amountMinor: byCredit, gateway: "shopify_store_credit", at }),
    );
  if (rest > 0n && status === "paid")
    transactions.push(newTransaction(store, { kind: "sale", amountMinor: rest, gateway: "bogus", at }));
  if (rest > 0n && (status === "authorized" || status === "voided"))
    transactions.push(
      newTransaction(store, { kind: "authorization", amountMinor: rest, gateway: "bogus", at }),
    );
  if (rest > 0n && status === "voided")
    transactions.push(newTransaction(store, { kind: "void", amountMinor: rest, gateway: "bogus", at }));
  return transactions;
}

function orderOf(
  store: Store,
  state: ShopState,
  input: OrderInput,
  quoted: Quote,
  customer: Customer | null,
): Order {
  const now = store.nowInstant();
  const at = input.processedAt ?? now;
  const transactions = paymentsOf(store, input, quoted.totalMinor, at);
  const number = state.shop.nextOrderNumber;
  return {
    id: store.newId(),
    name: `#${number}`,
    number,
    customerId: customer?.id ?? null,
    email: input.email ? normalizeEmail(input.email) : (customer?.email ?? null),
    phone: input.phone ?? customer?.phone ?? null,
    currency: quoted.currency,
    taxesIncluded: quoted.taxesIncluded,
    financialStatus: input.financialStatus ?? "paid",
    test: input.test ?? false,
    sourceName: input.sourceName ?? "web",
    appId: input.appId ?? null,
    note: input.note ?? null,
    customAttributes: input.attributes ?? [],
    tags: normalizeTags(input.tags ?? []),
    discountApplications: quoted.discountApplications,
    lines: quoted.lines,
    shippingLines: quoted.shippingLines,
    transactions,
    refunds: [],
    fulfillments: [],
    edits: [],
    billingAddress: input.billingAddress ?? customer?.defaultAddress ?? null,
    shippingAddress: input.shippingAddress ?? customer?.defaultAddress ?? null,
    paymentGatewayNames: [...new Set(transactions.map((one) => one.gateway))],
    locale: customer?.locale ?? "en",
    createdAt: at,
    processedAt: at,
    updatedAt: now,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
  };
}

/**
 * A finished checkout: prices the cart, uses its codes and store credit, makes the guest's customer, and tells
 * `customers/create`, `orders/create`, `orders/paid`. Codes: those of `quote`, `unknown-customer`, those of `createCustomer`,
 * `insufficient-store-credit`.
 */
export function createOrder(store: Store, state: ShopState, input: OrderInput): Outcome<Order> {
  const at = input.processedAt ?? store.nowInstant();
  const buyer = buyerOf(store, state, input, at);
  if (!buyer.ok) return buyer;
  const { customer, isNew } = buyer.value;
  const quoted = quote(store, state, {
    ...input,
    customerId: customer?.id ?? null,
    email: input.email ?? customer?.email,
    at,
  });
  if (!quoted.ok) return quoted;
  const order = orderOf(store, state, input, quoted.value, customer);
  const byCredit = input.storeCreditMinor ?? 0n;
  const { currency } = quoted.value;
  const known = customer ? storeCreditAccountOf(state, customer.id, currency) : null;
  const isCredited = customer !== null && input.creditsWhatIsMissing === true && byCredit > 0n;
  const account = isCredited ? withStoreCredit(store, known, customer.id, byCredit, currency) : known;
  const debit = byCredit > 0n ? planStoreCreditDebit(store, account, byCredit, order.id) : null;
  if (byCredit > quoted.value.totalMinor || byCredit < 0n || (debit && !debit.ok))
    return refused(
      "insufficient-store-credit",
      "The customer's store credit doesn't cover that amount of this order.",
      ["storeCredit"],
    );
  store.write(state, (change) => {
    change.putShop({ ...state.shop, nextOrderNumber: order.number + 1 });
    if (customer && isNew) {
      change.put("customer", customer);
      change.emit({ topic: "customers/create", customer });
    }
    if (debit?.ok) change.put("storeCreditAccount", debit.value.account);
    for (const application of order.discountApplications) {
      const discount = application.discountId ? state.get("discount", application.discountId) : null;
      const keys = [customer?.id, order.email].filter((key): key is string => typeof key === "string");
      if (discount)
        useDiscount(change, discount, application.kind === "code" ? application.code : null, keys);
    }
    change.put("order", order);
    change.emit({ topic: "orders/create", order, customer });
    if (order.financialStatus === "paid") change.emit({ topic: "orders/paid", order, customer });
  });
  return done(order);
}

/** Takes what is still owed: captures or sells. Codes: `unknown`, `cancelled`, `already-paid`. */
export function markPaid(
  store: Store,
  state: ShopState,
  input: { id: Id; at?: Instant | undefined },
): Outcome<Order> {
  const order = state.get("order", input.id);
  if (!order) return unknownOrder(state, input.id);
  if (order.cancelledAt) return refused("cancelled", "A cancelled order can't be paid.", ["id"]);
  const { outstandingMinor } = orderTotals(order);
  if (
    order.financialStatus !== "pending" &&
    order.financialStatus !== "authorized" &&
    order.financialStatus !== "partially_paid"
  )
    return refused("already-paid", `The order is ${order.financialStatus}; there is nothing left to pay.`, [
      "id",
    ]);
  const at = input.at ?? store.nowInstant();
  const authorization = order.transactions.find((one) => one.kind === "authorization");
  const payment =
    outstandingMinor > 0n
      ? [
          newTransaction(store, {
            kind: authorization ? "capture" : "sale",
            amountMinor: outstandingMinor,
            gateway: authorization ? authorization.gateway : "manual",
            at,
            parentId: authorization?.id ?? null,
          }),
        ]
      : [];
  const transactions = [...order.transactions, ...payment];
  const refunded = order.refunds.some((refund) => refund.transactions.length > 0);
  const paid: Order = {
    ...order,
    transactions,
    financialStatus: refunded ? "partially_refunded" : "paid",
    paymentGatewayNames: [...new Set(transactions.map((one) => one.gateway))],
    updatedAt: store.nowInstant(),
  };
  return done(
    store.write(state, (change) => putOrder(state, change, paid, ["orders/paid", "orders/updated"])),
  );
}

export function updateOrder(
  store: Store,
  state: ShopState,
  input: {
    id: Id;
    tags?: string[] | undefined;
    note?: string | null | undefined;
    email?: string | null | undefined;
    customAttributes?: { name: string; value: string }[] | undefined;
  },
): Outcome<Order> {
  const order = state.get("order", input.id);
  if (!order) return unknownOrder(state, input.id);
  const after: Order = {
    ...order,
    tags: input.tags === undefined ? order.tags : normalizeTags(input.tags),
    note: input.note === undefined ? order.note : input.note,
    email: input.email === undefined ? order.email : input.email && normalizeEmail(input.email),
    customAttributes: input.customAttributes ?? order.customAttributes,
    updatedAt: store.nowInstant(),
  };
  return done(store.write(state, (change) => putOrder(state, change, after, ["orders/updated"])));
}

export function deleteOrder(store: Store, state: ShopState, input: { id: Id }): Outcome<Id> {
  if (!state.get("order", input.id)) return unknownOrder(state, input.id);
  store.write(state, (change) => {
    change.remove("order", input.id);
    change.emit({ topic: "orders/delete", orderId: input.id });
  });
  return done(input.id);
}
