import type { Outcome } from "./model.ts";

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** A refusal; `field` is Shopify's path of the offending input, e.g. `["input", "email"]`. */
export function refused(
  code: string,
  detail: string,
  field?: string[],
): { ok: false; code: string; detail: string; field?: string[] } {
  return { ok: false, code, detail, ...(field ? { field } : {}) };
}
