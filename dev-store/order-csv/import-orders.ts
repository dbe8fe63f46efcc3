import { setImmediate as nextTurn } from "node:timers/promises";
import type { Instant } from "../state/model.ts";
import type { Customer } from "../state/model/customer.ts";
import type { Order } from "../state/model/order.ts";
import { newCustomer } from "../state/operations/customers.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Change, Store } from "../state/store.ts";
import { orderFromCsv } from "./order-from-csv.ts";
import type { CsvOrder } from "./parse-order.ts";

/** Orders stored in one change; between two the event loop runs, so that webhooks flow while a large file is coming in. */
const chunkSize = 250;

interface Import {
  store: Store;
  state: ShopState;
  deliver: boolean;
  updatedAt: Instant | null;
  /** Customers made in the running change: not yet in the state. */
  fresh: Map<string, Customer>;
  nextNumber: number;
}

function numberOf(name: string): number | null {
  const found = /(\d{1,9})\D*$/.exec(name);
  return found ? Number(found[1]) : null;
}

function namesOf(billingName: string | null): { firstName: string | null; lastName: string | null } {
  const words = (billingName ?? "").split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return { firstName: null, lastName: null };
  return { firstName: words[0] ?? null, lastName: words.slice(1).join(" ") || null };
}

function customerFor(run: Import, csv: CsvOrder, change: Change): Customer | null {
  const { store, state } = run;
  const key = csv.email ?? (csv.phone ? `phone ${csv.phone}` : null);
  if (key === null) return null;
  const known =
    run.fresh.get(key) ??
    (csv.email ? state.customerByEmail(csv.email) : state.customerByPhone(csv.phone ?? ""));
  if (known) return known;
  const name = namesOf(csv.billingName);
  const { city, zip, province, country } = csv.billing;
  const made = newCustomer(
    store,
    state,
    {
      email: csv.email,
      ...(csv.email ? {} : { phone: csv.phone }),
      ...name,
      acceptsMarketing: csv.acceptsMarketing,
      state: "disabled",
      defaultAddress: city
        ? {
            ...name,
            company: null,
            address1: null,
            address2: null,
            city,
            province: province || null,
            provinceCode: province || null,
            country: country || null,
            countryCode: country || null,
            zip: zip || null,
            phone: csv.phone,
          }
        : null,
    },
    csv.createdAt,
  );
  if (!made.ok) return null; // an address that is no e-mail: the order stays a guest's
  run.fresh.set(key, made.value);
  change.put("customer", made.value);
  if (run.deliver) change.emit({ topic: "customers/create", customer: made.value, late: true });
  return made.value;
}

function existing(state: ShopState, csv: CsvOrder): Order | null {
  if (csv.id !== null) return state.get("order", csv.id);
  const sameName = state.orderByName(csv.name);
  return sameName?.processedAt === csv.createdAt ? sameName : null;
}

function tell(run: Import, order: Order, customer: Customer | null, isNew: boolean, change: Change): void {
  if (!run.deliver) return;
  change.emit({ topic: isNew ? "orders/create" : "orders/updated", order, customer, late: true });
  const wasPaid = ["paid", "partially_refunded", "refunded"].includes(order.financialStatus);
  if (isNew && wasPaid) change.emit({ topic: "orders/paid", order, customer, late: true });
}

function importOne(run: Import, csv: CsvOrder, change: Change): void {
  const { store, state } = run;
  const before = existing(state, csv);
  if (before)
    return tell(
      run,
      before,
      before.customerId ? state.get("customer", before.customerId) : null,
      false,
      change,
    );
  const customer = customerFor(run, csv, change);
  const number = numberOf(csv.name) ?? run.nextNumber;
  run.nextNumber = Math.max(run.nextNumber, number + 1);
  const order = orderFromCsv(store, csv, {
    customerId: customer?.id ?? null,
    number,
    updatedAt: run.updatedAt,
  });
  change.put("order", order);
  tell(run, order, customer, true, change);
}

/**
 * Puts the orders of an export into a shop, with their customers by e-mail. An order that is there already (by `Id`, else by
 * name and date) stays as it is, and is only told again. `updatedAt` null: as the file's dates say (a store with a history);
 * else the moment the store learnt of them.
 */
export async function importOrders(
  store: Store,
  state: ShopState,
  orders: readonly CsvOrder[],
  how: { deliver: boolean; updatedAt: Instant | null },
): Promise<void> {
  const run: Import = { store, state, ...how, fresh: new Map(), nextNumber: state.shop.nextOrderNumber };
  for (let start = 0; start < orders.length; start += chunkSize) {
    store.write(state, (change) => {
      for (const csv of orders.slice(start, start + chunkSize)) importOne(run, csv, change);
      change.putShop({ ...state.shop, nextOrderNumber: run.nextNumber });
    });
    run.fresh.clear();
    await nextTurn();
  }
}
