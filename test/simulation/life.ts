import type { Order } from "#dev-store/state/model/order.ts";
import { openSimulatedStore, type SimulatedStore } from "./store/simulated-store.ts";
import { type AdminWire, createAdminWire } from "./wire/admin-wire.ts";
import { type Chance, createChance } from "./chance.ts";
import { createJournal, type Journal } from "./journal.ts";
import type { Staff } from "./app/staff.ts";

/** One shop from its opening to its end: everything in it follows from the seed. */
export type Life = {
  readonly seed: string;
  readonly shopId: string;
  readonly chance: Chance;
  readonly store: SimulatedStore;
  readonly wire: AdminWire;
  readonly staff: Staff;
  /** What was done to the app and what it answered: with the store's truth all that the model may know. */
  readonly journal: Journal;
  readonly traits: Traits;
  /** Every state that each order went through, by its id. */
  readonly orderStates: Map<string, Order[]>;
};

export type Traits = {
  readonly currency: string;
  readonly timeZone: string;
  /** Webhooks may be lost for good. */
  readonly loses: boolean;
  readonly kills: boolean;
};

const ZONES = [
  "America/New_York",
  "Pacific/Auckland",
  "Asia/Kolkata",
  "America/Sao_Paulo",
  "Europe/Berlin",
  "Australia/Lord_Howe",
];

export function beginLife(seed: string, staff: Staff): Life {
  const chance = createChance(seed);
  const traits: Traits = {
    currency: chance.pick(["USD", "USD", "JPY", "KWD"]),
    timeZone: chance.pick(ZONES),
    loses: chance.happens(0.7),
    kills: chance.happens(0.8),
  };
  const shopId = `life-${seed.replaceAll(/[^a-z0-9]/g, "-")}.myshopify.com`;
  const openedAt = new Date(Date.UTC(2024, chance.int(0, 11), chance.int(1, 28), chance.int(0, 23)));
  const store = openSimulatedStore({ shopId, ...traits, openedAt }, staff.fault?.post);
  const orderStates = new Map<string, Order[]>();
  store.store.onEvent((_, event) => {
    if (!("order" in event)) return;
    const states = orderStates.get(event.order.id) ?? [];
    if (states.at(-1) !== event.order) states.push(event.order);
    orderStates.set(event.order.id, states);
  });
  const wire = createAdminWire(store, chance.fork("wire"));
  const random = Array.from({ length: 8 }, (_, place) => chance.fork(`ids of ${place}`));
  staff.serve((place) => ({
    clock: { now: () => store.now() },
    fetch: wire.send,
    wait: wire.wait,
    fillRandom: (bytes) => random[place]!.fillBytes(bytes),
  }));
  return { seed, shopId, chance, store, wire, staff, journal: createJournal(), traits, orderStates };
}

/** Digits of the currency's minor unit. */
export function digitsOf({ traits }: Pick<Life, "traits">): number {
  return ({ JPY: 0, KWD: 3 } as Record<string, number>)[traits.currency] ?? 2;
}

export function passTime(life: Life, seconds: number): void {
  life.store.setNow(new Date(life.store.now().getTime() + seconds * 1000));
}
