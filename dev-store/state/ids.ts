import type { Id } from "./model.ts";

/** Shopify's global id, e.g. `gid("Order", "123")` is `gid://shopify/Order/123`. */
export function gid(type: string, id: Id): string {
  return `gid://shopify/${type}/${id}`;
}

/** The decimal tail of a gid of that type or of a bare id; null when it is neither. Query parts (`?…`) are ignored. */
export function idOf(type: string, value: unknown): Id | null {
  if (typeof value !== "string") return null;
  const found = /^(?:gid:\/\/shopify\/([A-Za-z]+)\/)?(\d{1,19})(?:\?.*)?$/.exec(value);
  if (!found) return null;
  if (found[1] !== undefined && found[1] !== type) return null;
  return found[2] ?? null;
}

/** Numeric order of decimal strings without a float. */
export function compareIds(a: Id, b: Id): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
