import type { LocalStore } from "#app/env.server.ts";

const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * The `fetch` through which everything for Shopify goes, the library's requests and ours. With a local store,
 * `https://<shop>.myshopify.com/<path>` becomes `<store>/_shops/<shop>.myshopify.com/<path>`; nothing else is rewritten.
 */
export function createStoreFetch(
  localStore: Pick<LocalStore, "url"> | null,
  send: typeof fetch = fetch,
): typeof fetch {
  if (localStore === null) return send;
  return (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input);
    if (!SHOP_HOST.test(asked.hostname)) return send(input, init);
    const target = `${localStore.url}/_shops/${asked.hostname}${asked.pathname}${asked.search}`;
    return send(input instanceof Request ? new Request(target, input) : target, init);
  };
}
