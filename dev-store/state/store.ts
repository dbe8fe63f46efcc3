import type { StoreEvent } from "./events.ts";
import type { Entities, EntityKind, Faults, Id, Instant, Shop } from "./model.ts";
import type { Persistence } from "./persistence.ts";
import { seededRandom } from "./seeded-random.ts";
import { ShopState } from "./shop-state.ts";

/** Where new ids begin: 19 digits, beyond what a float can hold, so that an app that reads ids as floats fails at once. */
const firstId = 7_100_000_000_000_000_001n;
const idBlock = 100_000n;

/** What one operation changes: entities put and removed, events told. All of it is committed together or not at all. */
export interface Change {
  put<K extends EntityKind>(kind: K, value: Entities[K]): void;
  remove(kind: EntityKind, id: string): void;
  putShop(shop: Shop): void;
  emit(event: StoreEvent): void;
}

export interface StoreConfig {
  /** Where the app under test answers, e.g. `http://127.0.0.1:3000`. */
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  /** Where this dev store answers, e.g. `http://127.0.0.1:4000`; set when it listens. */
  ownUrl: string;
  /** Folder of the dev store's own files. */
  folder: string;
  /** The shop meant when a call names none. */
  demoShop: string;
}

/** Called inside the change that made the event, so that what it puts is committed with it. */
export type EventListener = (state: ShopState, event: StoreEvent, change: Change) => void;

/** Every shop of this dev store. All reading is by `shop(domain)`, all writing by `write`. */
export class Store {
  readonly config: StoreConfig;
  #faults: Faults = {};
  #random = seededRandom(1);
  readonly #persistence: Persistence;
  readonly #shops = new Map<string, ShopState>();
  readonly #listeners: EventListener[] = [];
  #afterCommit: (() => void)[] = [];
  #nextId: bigint;
  #reservedId: bigint;
  #clockOffsetMs: number;

  constructor(config: StoreConfig, persistence: Persistence) {
    this.config = config;
    this.#persistence = persistence;
    this.#nextId = (persistence.meta("nextId") as bigint | null) ?? firstId;
    this.#reservedId = this.#nextId;
    this.#clockOffsetMs = (persistence.meta("clockOffsetMs") as number | null) ?? 0;
    const shops = (persistence.meta("shops") as Shop[] | null) ?? [];
    for (const shop of shops) this.#shops.set(shop.domain, new ShopState(shop));
    for (const row of persistence.entities()) {
      const state = this.#shops.get(row.shop);
      state?.applyPut(row.kind as EntityKind, row.value as Entities[EntityKind]);
    }
  }

  get faults(): Faults {
    return this.#faults;
  }

  /** Replaces all faults and starts their random sequence anew from `seed` (default 1). */
  setFaults(faults: Faults): void {
    this.#faults = faults;
    this.#random = seededRandom(faults.seed ?? 1);
  }

  /** The next number (0…1) of the faults' seeded sequence; every chance that a fault takes comes from it. */
  random(): number {
    return this.#random();
  }

  get shops(): ShopState[] {
    return [...this.#shops.values()];
  }

  shop(domain: string): ShopState | null {
    return this.#shops.get(domain) ?? null;
  }

  /** Adds a shop without an app installed. */
  addShop(shop: Shop): ShopState {
    const state = new ShopState(shop);
    this.#shops.set(shop.domain, state);
    this.#saveShops();
    return state;
  }

  /** The store's now: real time plus the offset. */
  now(): Date {
    return new Date(Date.now() + this.#clockOffsetMs);
  }

  /** The store's now with whole seconds, as entities carry it. */
  nowInstant(): Instant {
    return toInstant(this.now());
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  setClockOffsetMs(offsetMs: number): void {
    this.#clockOffsetMs = offsetMs;
    this.#persistence.transaction(() => this.#persistence.putMeta("clockOffsetMs", offsetMs));
  }

  /** A new id, unique over all kinds and shops and never used twice, also after a kill. */
  newId(): Id {
    if (this.#nextId >= this.#reservedId) {
      this.#reservedId = this.#nextId + idBlock;
      this.#persistence.putMeta("nextId", this.#reservedId);
    }
    return String(this.#nextId++);
  }

  /** A value of the dev store as a whole, kept on disk; null when never set. */
  meta(key: string): unknown {
    return this.#persistence.meta(key);
  }

  setMeta(key: string, value: unknown): void {
    this.#persistence.putMeta(key, value);
  }

  /** Forgets every shop. */
  clear(): void {
    this.#persistence.clear();
    this.#shops.clear();
    this.#saveShops();
  }

  onEvent(listener: EventListener): void {
    this.#listeners.push(listener);
  }

  /** Runs once the running change is committed. */
  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** Runs one operation: memory and disk change together after `work` returns; when it throws, nothing has changed. */
  write<T>(state: ShopState, work: (change: Change) => T): T {
    const puts: (() => void)[] = [];
    const saves: (() => void)[] = [];
    const events: StoreEvent[] = [];
    const domain = state.shop.domain;
    const change: Change = {
      put: (kind, value) => {
        puts.push(() => state.applyPut(kind, value));
        saves.push(() => this.#persistence.put(domain, kind, value.id, value));
      },
      remove: (kind, id) => {
        puts.push(() => state.applyRemove(kind, id));
        saves.push(() => this.#persistence.remove(domain, kind, id));
      },
      putShop: (shop) => {
        puts.push(() => {
          state.shop = shop;
        });
        saves.push(() => this.#saveShops(state, shop));
      },
      emit: (event) => events.push(event),
    };
    this.#afterCommit = [];
    const result = work(change);
    for (const event of events) for (const listener of this.#listeners) listener(state, event, change);
    this.#persistence.transaction(() => saves.forEach((save) => save()));
    puts.forEach((put) => put());
    const after = this.#afterCommit;
    this.#afterCommit = [];
    after.forEach((run) => run());
    return result;
  }

  close(): void {
    this.#persistence.close();
  }

  #saveShops(changed?: ShopState, shop?: Shop): void {
    const shops = this.shops.map((state) => (state === changed && shop ? shop : state.shop));
    this.#persistence.putMeta("shops", shops);
  }
}

/** ISO 8601 UTC with whole seconds. */
export function toInstant(date: Date): Instant {
  return date.toISOString().slice(0, 19) + "Z";
}
