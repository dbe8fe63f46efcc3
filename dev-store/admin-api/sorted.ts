/** Sorted views of a whole table, kept until the table changes: paging through 200,000 orders sorts them once. */
import { compareIds } from "../state/ids.ts";
import type { Entities, EntityKind } from "../state/model.ts";
import type { Customer } from "../state/model/customer.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Position, SortedList } from "./connection.ts";

/** The text by which an entity is sorted; ties go by id. */
export type Sort<T> = (entity: T, state: ShopState) => string;

const views = new WeakMap<ShopState, Map<string, { revision: number; items: readonly unknown[] }>>();

function compare(a: Position, b: Position): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : compareIds(a.id, b.id);
}

/** `of`: these entities instead of the whole table (the orders of one customer). */
export function sortedBy<K extends EntityKind>(
  state: ShopState,
  kind: K,
  key: string,
  sort: Sort<Entities[K]>,
  of?: readonly Entities[K][],
): SortedList<Entities[K]> {
  const positionOf = (entity: Entities[K]): Position => ({ value: sort(entity, state), id: entity.id });
  return {
    items: of ? sortItems(of, positionOf) : viewOf(state, kind, key, positionOf),
    positionOf,
    compare,
  };
}

function sortItems<T>(items: Iterable<T>, positionOf: (item: T) => Position): readonly T[] {
  const positioned = Array.from(items, (item) => ({ item, position: positionOf(item) }));
  return positioned.sort((a, b) => compare(a.position, b.position)).map(({ item }) => item);
}

function viewOf<K extends EntityKind>(
  state: ShopState,
  kind: K,
  key: string,
  positionOf: (entity: Entities[K]) => Position,
): readonly Entities[K][] {
  let ofState = views.get(state);
  if (!ofState) views.set(state, (ofState = new Map()));
  const name = `${kind} ${key}`;
  const revision = state.revision(kind);
  const known = ofState.get(name);
  if (known && known.revision === revision) return known.items as readonly Entities[K][];
  const items = sortItems(state.all(kind).values(), positionOf);
  ofState.set(name, { revision, items });
  return items;
}

/** "Lovelace, Ada" for sorting; empty without a name. */
export function customerName(customer: Customer | null): string {
  return [customer?.lastName, customer?.firstName].filter(Boolean).join(", ").toLowerCase();
}
