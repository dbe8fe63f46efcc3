import type { Id, Outcome } from "../model.ts";
import type { Metafield, MetafieldDefinition } from "../model/metafield.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";

export interface MetafieldInput {
  ownerGid: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
}

/** Sets all or nothing; a value that is already there keeps its id. Checks of type and size are the API's. */
export function setMetafields(
  store: Store,
  state: ShopState,
  input: { metafields: MetafieldInput[] },
): Metafield[] {
  const now = store.nowInstant();
  const set = input.metafields.map((one): Metafield => {
    const before = state.metafield(one.ownerGid, one.namespace, one.key);
    return { ...one, id: before?.id ?? store.newId(), createdAt: before?.createdAt ?? now, updatedAt: now };
  });
  store.write(state, (change) => set.forEach((one) => change.put("metafield", one)));
  return set;
}

/** Returns those that were there. */
export function deleteMetafields(
  store: Store,
  state: ShopState,
  input: { keys: { ownerGid: string; namespace: string; key: string }[] },
): Metafield[] {
  const found = input.keys.flatMap((one) => state.metafield(one.ownerGid, one.namespace, one.key) ?? []);
  store.write(state, (change) => found.forEach((one) => change.remove("metafield", one.id)));
  return found;
}

/** Creates a definition, or replaces the one with that id. Code: `taken`. */
export function putDefinition(
  store: Store,
  state: ShopState,
  input: Omit<MetafieldDefinition, "id"> & { id?: Id | undefined },
): Outcome<MetafieldDefinition> {
  for (const one of state.all("metafieldDefinition").values())
    if (
      one.ownerType === input.ownerType &&
      one.namespace === input.namespace &&
      one.key === input.key &&
      one.id !== input.id
    )
      return refused("taken", "Key is in use for Metafield definitions on that owner type.", [
        "definition",
        "key",
      ]);
  const definition: MetafieldDefinition = { ...input, id: input.id ?? store.newId() };
  store.write(state, (change) => change.put("metafieldDefinition", definition));
  return done(definition);
}

/** `withMetafields`: what was written under it goes too. Code: `unknown`. */
export function deleteDefinition(
  store: Store,
  state: ShopState,
  input: { id: Id; withMetafields: boolean; ownerTypeOf: (ownerGid: string) => string | null },
): Outcome<Id> {
  const definition = state.get("metafieldDefinition", input.id);
  if (!definition) return refused("unknown", "Definition not found.", ["id"]);
  const { namespace, key, ownerType } = definition;
  const gone = [...state.all("metafield").values()].filter(
    (one) => one.namespace === namespace && one.key === key && input.ownerTypeOf(one.ownerGid) === ownerType,
  );
  store.write(state, (change) => {
    change.remove("metafieldDefinition", input.id);
    if (input.withMetafields) gone.forEach((one) => change.remove("metafield", one.id));
  });
  return done(input.id);
}
