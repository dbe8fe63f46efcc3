import { invariant } from "./invariant.ts";

/**
 * Shopify's ids are texts, `gid://shopify/Order/4000000000001`: a number of 19 digits does not survive a float.
 */
const GID = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)$/;

export function parseGid(gid: string): { readonly type: string; readonly number: string } | null {
  const [, type, number] = GID.exec(gid) ?? [];
  return type === undefined || number === undefined ? null : { type, number };
}

export function buildGid(type: string, number: string): string {
  invariant(/^\d+$/.test(number), `${number} is no Shopify id`);
  return `gid://shopify/${type}/${number}`;
}

/** What stands for an id in paths and business keys: the digits of a gid; any other id (an order by its CSV name) whole. */
export function decimalTail(id: string): string {
  return parseGid(id)?.number ?? id;
}
