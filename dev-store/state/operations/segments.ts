import type { Id, Outcome } from "../model.ts";
import type { Customer } from "../model/customer.ts";
import type { Segment } from "../model/segment.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";

const TAG_QUERY = /^\s*customer_tags\s+CONTAINS\s+'((?:[^'\\]|\\.)*)'\s*$/;

/** The tag that a query asks for; null: not a query that this store understands. */
function tagOf(query: string): string | null {
  return TAG_QUERY.exec(query)?.[1]?.replace(/\\(.)/g, "$1") ?? null;
}

/** Creates a segment, or changes the one with that id. Codes: `unknown`, `blank`, `taken`, `invalid-query`. */
export function saveSegment(
  store: Store,
  state: ShopState,
  input: { id?: Id; name?: string; query?: string },
): Outcome<Segment> {
  const before = input.id === undefined ? null : state.get("segment", input.id);
  if (input.id !== undefined && !before) return refused("unknown", "Segment does not exist", ["id"]);
  const name = (input.name ?? before?.name ?? "").trim();
  const query = input.query ?? before?.query ?? "";
  if (name === "") return refused("blank", "Name can't be blank", ["name"]);
  for (const one of state.all("segment").values())
    if (one.id !== before?.id && one.name === name)
      return refused("taken", "Name has already been taken", ["name"]);
  if (tagOf(query) === null)
    return refused("invalid-query", "Query must be customer_tags CONTAINS 'tag' in this store", ["query"]);
  const now = store.nowInstant();
  const segment: Segment = {
    id: before?.id ?? store.newId(),
    name,
    query,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  store.write(state, (change) => change.put("segment", segment));
  return done(segment);
}

export function deleteSegment(store: Store, state: ShopState, input: { id: Id }): Outcome<Id> {
  if (!state.get("segment", input.id)) return refused("unknown", "Segment does not exist", ["id"]);
  store.write(state, (change) => change.remove("segment", input.id));
  return done(input.id);
}

/** Is the customer in it, as they are now? */
export function isInSegment(segment: Segment, customer: Customer): boolean {
  const tag = tagOf(segment.query)?.toLowerCase();
  return customer.tags.some((one) => one.toLowerCase() === tag);
}
