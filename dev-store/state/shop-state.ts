import type { Entities, EntityKind, Id, Shop } from "./model.ts";
import type { AppInstallation } from "./model/app.ts";
import type { Customer } from "./model/customer.ts";
import type { Discount } from "./model/discount.ts";
import type { Metafield } from "./model/metafield.ts";
import type { Order } from "./model/order.ts";

type Tables = { [K in EntityKind]: Map<string, Entities[K]> };

function emptyTables(): Tables {
  return {
    customer: new Map(),
    merge: new Map(),
    product: new Map(),
    collection: new Map(),
    order: new Map(),
    discount: new Map(),
    segment: new Map(),
    storeCreditAccount: new Map(),
    giftCard: new Map(),
    metafield: new Map(),
    metafieldDefinition: new Map(),
    installation: new Map(),
    token: new Map(),
    bulkOperation: new Map(),
    delivery: new Map(),
    mail: new Map(),
  };
}

function addTo<K>(index: Map<K, Set<Id>>, key: K, id: Id): void {
  const set = index.get(key);
  if (set) set.add(id);
  else index.set(key, new Set([id]));
}

function removeFrom<K>(index: Map<K, Set<Id>>, key: K, id: Id): void {
  const set = index.get(key);
  set?.delete(id);
  if (set?.size === 0) index.delete(key);
}

/**
 * One shop's state in memory with the look-ups that checkout, API and control need. Read freely; what you get is shared, so
 * never change it in place: only `Store.write` changes state, by putting a changed copy.
 */
export class ShopState {
  shop: Shop;
  readonly #tables = emptyTables();
  readonly #revisions = new Map<EntityKind, number>();
  readonly #customerByEmail = new Map<string, Id>();
  readonly #customerByPhone = new Map<string, Id>();
  readonly #ordersOfCustomer = new Map<Id, Set<Id>>();
  readonly #orderByName = new Map<string, Id>();
  readonly #discountByCode = new Map<string, Id>();
  readonly #metafieldsOf = new Map<string, Set<Id>>();
  readonly #tokenByRefresh = new Map<string, string>();

  constructor(shop: Shop) {
    this.shop = shop;
  }

  /** All entities of a kind by id, in the order in which they first appeared (after a restart: by id). */
  all<K extends EntityKind>(kind: K): ReadonlyMap<string, Entities[K]> {
    return this.#tables[kind];
  }

  get<K extends EntityKind>(kind: K, id: string): Entities[K] | null {
    return this.#tables[kind].get(id) ?? null;
  }

  /** Grows with each change of that kind: the key for anything computed from the whole table. */
  revision(kind: EntityKind): number {
    return this.#revisions.get(kind) ?? 0;
  }

  customerByEmail(email: string): Customer | null {
    const id = this.#customerByEmail.get(email.trim().toLowerCase());
    return id === undefined ? null : this.get("customer", id);
  }

  customerByPhone(phone: string): Customer | null {
    const id = this.#customerByPhone.get(phone);
    return id === undefined ? null : this.get("customer", id);
  }

  ordersOfCustomer(customerId: Id): Order[] {
    return [...(this.#ordersOfCustomer.get(customerId) ?? [])].flatMap((id) => this.get("order", id) ?? []);
  }

  orderByName(name: string): Order | null {
    const id = this.#orderByName.get(name);
    return id === undefined ? null : this.get("order", id);
  }

  /** Codes are compared without case, as at checkout. */
  discountByCode(code: string): Discount | null {
    const id = this.#discountByCode.get(code.trim().toLowerCase());
    return id === undefined ? null : this.get("discount", id);
  }

  metafieldsOf(ownerGid: string): Metafield[] {
    return [...(this.#metafieldsOf.get(ownerGid) ?? [])].flatMap((id) => this.get("metafield", id) ?? []);
  }

  metafield(ownerGid: string, namespace: string, key: string): Metafield | null {
    return this.metafieldsOf(ownerGid).find((one) => one.namespace === namespace && one.key === key) ?? null;
  }

  tokenByRefreshToken(refreshToken: string): Entities["token"] | null {
    const id = this.#tokenByRefresh.get(refreshToken);
    return id === undefined ? null : this.get("token", id);
  }

  /** The one app under test; null before it was ever installed. */
  get installation(): AppInstallation | null {
    return this.#tables.installation.values().next().value ?? null;
  }

  /** Only for `Store`. */
  applyPut<K extends EntityKind>(kind: K, value: Entities[K]): void {
    const table = this.#tables[kind];
    const before = table.get(value.id);
    if (before) this.#unindex(kind, before);
    table.set(value.id, value);
    this.#index(kind, value);
    this.#revisions.set(kind, this.revision(kind) + 1);
  }

  /** Only for `Store`. */
  applyRemove(kind: EntityKind, id: string): void {
    const before = this.#tables[kind].get(id);
    if (!before) return;
    this.#unindex(kind, before);
    this.#tables[kind].delete(id);
    this.#revisions.set(kind, this.revision(kind) + 1);
  }

  #index(kind: EntityKind, value: Entities[EntityKind]): void {
    if (kind === "customer") {
      const customer = value as Customer;
      if (customer.email) this.#customerByEmail.set(customer.email.toLowerCase(), customer.id);
      if (customer.phone) this.#customerByPhone.set(customer.phone, customer.id);
    } else if (kind === "order") {
      const order = value as Order;
      if (order.customerId) addTo(this.#ordersOfCustomer, order.customerId, order.id);
      this.#orderByName.set(order.name, order.id);
    } else if (kind === "discount") {
      for (const code of (value as Discount).codes)
        this.#discountByCode.set(code.code.toLowerCase(), value.id);
    } else if (kind === "metafield") {
      addTo(this.#metafieldsOf, (value as Metafield).ownerGid, value.id);
    } else if (kind === "token") {
      const { refreshToken } = value as Entities["token"];
      if (refreshToken) this.#tokenByRefresh.set(refreshToken, value.id);
    }
  }

  #unindex(kind: EntityKind, value: Entities[EntityKind]): void {
    if (kind === "customer") {
      const customer = value as Customer;
      if (customer.email) this.#customerByEmail.delete(customer.email.toLowerCase());
      if (customer.phone) this.#customerByPhone.delete(customer.phone);
    } else if (kind === "order") {
      const order = value as Order;
      if (order.customerId) removeFrom(this.#ordersOfCustomer, order.customerId, order.id);
      if (this.#orderByName.get(order.name) === order.id) this.#orderByName.delete(order.name);
    } else if (kind === "discount") {
      for (const code of (value as Discount).codes) this.#discountByCode.delete(code.code.toLowerCase());
    } else if (kind === "metafield") {
      removeFrom(this.#metafieldsOf, (value as Metafield).ownerGid, value.id);
    } else if (kind === "token") {
      const { refreshToken } = value as Entities["token"];
      if (refreshToken) this.#tokenByRefresh.delete(refreshToken);
    }
  }
}
