import { creditStoreCredit } from "#dev-store/state/operations/credit.ts";
import {
  createCustomer,
  deleteCustomer,
  mergeCustomers,
  updateCustomer,
} from "#dev-store/state/operations/customers.ts";
import { redactCustomer, tellPrivacy } from "#dev-store/state/operations/privacy.ts";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { type Life, passTime } from "../life.ts";
import type { Step } from "./step.ts";

/** What happens to customers in the store. */
export const PEOPLE: readonly Step[] = [
  { name: "sign-up", weight: 3, run: signUp },
  { name: "change-customer", weight: 2, run: change },
  { name: "merge", weight: 1, run: merge },
  { name: "erase", weight: 0.4, run: erase },
  { name: "delete-customer", weight: 0.3, run: remove },
  { name: "store-credit", weight: 1, run: credit },
];

const said = (outcome: { ok: true } | { ok: false; code: string }) => (outcome.ok ? "done" : outcome.code);

export function someCustomer(life: Life): Customer | null {
  const all = [...life.store.state.all("customer").values()];
  return all.length === 0 ? null : life.chance.pick(all);
}

function signUp(life: Life): string {
  const { chance, store } = life;
  passTime(life, chance.int(1, 20_000));
  return said(
    createCustomer(store.store, store.state, {
      email: chance.happens(0.9) ? `Shopper${chance.int(1, 60)}@Example.com` : null,
      firstName: chance.pick(["Ada", "Борис", "İpek", "明"]),
      lastName: chance.pick(["Lovelace", "Ким", "Şen", ""]),
      tags: chance.happens(0.2) ? ["vip"] : [],
      state: chance.pick(["enabled", "disabled"]),
    }),
  );
}

function change(life: Life): string | null {
  const { chance, store } = life;
  const customer = someCustomer(life);
  if (customer === null) return null;
  passTime(life, chance.int(1, 20_000));
  return said(
    updateCustomer(store.store, store.state, {
      id: customer.id,
      ...chance.pick([
        { tags: ["vip"] },
        { tags: [] },
        { email: `moved${chance.int(1, 60)}@example.com` },
        { firstName: "Renée" },
        { state: "enabled" as const },
      ]),
    }),
  );
}

function merge(life: Life): string | null {
  const { chance, store } = life;
  const kept = someCustomer(life);
  const gone = someCustomer(life);
  if (kept === null || gone === null || kept.id === gone.id) return null;
  passTime(life, chance.int(1, 20_000));
  if (life.journal.erased.has(gone.id)) life.journal.erased.add(kept.id);
  return said(
    mergeCustomers(store.store, store.state, {
      keptId: kept.id,
      deletedId: gone.id,
      fail: chance.happens(0.1),
    }),
  );
}

function erase(life: Life): string | null {
  const customer = someCustomer(life);
  if (customer === null) return null;
  passTime(life, life.chance.int(1, 20_000));
  const { store, state } = life.store;
  life.journal.erased.add(customer.id);
  tellPrivacy(store, state, { topic: "customers/redact", customerId: customer.id });
  redactCustomer(store, state, { id: customer.id });
  return "done";
}

function remove(life: Life): string | null {
  const customer = someCustomer(life);
  if (customer === null) return null;
  passTime(life, life.chance.int(1, 20_000));
  return said(deleteCustomer(life.store.store, life.store.state, { id: customer.id }));
}

function credit(life: Life): string | null {
  const customer = someCustomer(life);
  if (customer === null) return null;
  const { store, state } = life.store;
  const amountMinor = BigInt(life.chance.int(1, 5000));
  return said(
    creditStoreCredit(store, state, { customerId: customer.id, amountMinor, currency: state.shop.currency }),
  );
}
