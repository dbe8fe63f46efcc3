import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import express from "express";
import { resolveNamespace } from "#dev-store/admin-api/metafield-namespace.ts";
import { createAdminRouter } from "#dev-store/admin-shell/router.ts";
import { oauthRoutes } from "#dev-store/auth/oauth-routes.ts";
import { parseAppConfig } from "#dev-store/config.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Product } from "#dev-store/state/model/catalogue.ts";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { putProduct } from "#dev-store/state/operations/catalogue.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { putDefinition, setMetafields } from "#dev-store/state/operations/metafields.ts";
import { Persistence } from "#dev-store/state/persistence.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import { Store } from "#dev-store/state/store.ts";
import { loginCookies } from "#dev-store/storefront/cookies.ts";
import { createStorefrontRouter } from "#dev-store/storefront/router.ts";
import { Theme } from "#dev-store/storefront/theme.ts";

export const apiKey = "test-api-key";
export const apiSecret = "test-api-secret";
export const demoShop = "perennial-demo.myshopify.com";
export const installationId = "7100000000000000900";

/** A program and a member as the app publishes them: the contract in extensions/perennial-widget/README.md. */
export const launchedProgram = {
  launched: true,
  version: 3,
  earn: { points: 1, perMinor: 100, rounding: "floor" },
  currency: "USD",
  proxyPath: "/apps/perennial",
};
export const adasPoints = {
  member: true,
  balance: 340,
  spendable: 340,
  pending: 21,
  expiring: { points: 122, on: "2027-01-31" },
  asOf: "2026-11-22T10:00:00Z",
};

export interface DevStore {
  url: string;
  store: Store;
  state: ShopState;
  close(): Promise<void>;
  /** A page's text. `as` is who is logged in. */
  page(address: string, options?: { as?: Customer; headers?: Record<string, string> }): Promise<string>;
}

const toml = `
name = "Perennial"
[access_scopes]
scopes = "read_orders,write_app_proxy"
optional_scopes = ["write_gift_cards"]
[app_proxy]
url = "/proxy"
prefix = "apps"
subpath = "perennial"
`;

/** A dev store's admin and storefront on a free port, with one shop that has the app installed. */
export async function openDevStore({
  appUrl = "http://127.0.0.1:1",
  currency = "USD",
} = {}): Promise<DevStore> {
  const folder = mkdtempSync(path.join(tmpdir(), "dev-store-test-"));
  const config = { appUrl, apiKey, apiSecret, ownUrl: "http://127.0.0.1", folder, demoShop };
  const store = new Store(config, new Persistence(folder));
  const state = addShop(store, demoShop, "Demo store", currency);
  const app = express();
  const theme = new Theme(store);
  // As compose.ts has them: what comes before the storefront must leave a shopper's request as it is.
  app.use(oauthRoutes(store));
  app.use(createAdminRouter(store, theme, () => parseAppConfig(toml)));
  app.use(createStorefrontRouter(store, theme, () => parseAppConfig(toml)));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    state,
    page: async (address, { as, headers = {} } = {}) => {
      const cookie = as ? { cookie: cookieOf(as) } : {};
      return (await fetch(url + address, { headers: { ...cookie, ...headers } })).text();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function addShop(store: Store, domain: string, name: string, currency: string): ShopState {
  const state = store.addShop({
    domain,
    id: store.newId(),
    name,
    email: "owner@example.com",
    timeZone: "America/New_York",
    currency,
    createdAt: "2026-01-01T00:00:00Z",
    withheldScopes: [],
    protectedData: "level-2",
    nextOrderNumber: 1001,
  });
  store.write(state, (change) =>
    change.put("installation", {
      id: installationId,
      installed: true,
      grantedScopes: ["read_orders", "write_app_proxy"],
      installedAt: "2026-01-01T00:00:00Z",
      uninstalledAt: null,
    }),
  );
  putDefinition(store, state, {
    ownerType: "CUSTOMER",
    namespace: resolveNamespace("$app:perennial"),
    key: "loyalty",
    name: "Loyalty",
    description: null,
    type: "json",
    access: { admin: "MERCHANT_READ", storefront: "PUBLIC_READ", customerAccount: "READ" },
  });
  return state;
}

/** A product with one variant for each price, in minor units. */
export function addProduct(store: Store, state: ShopState, title: string, ...pricesMinor: bigint[]): Product {
  return putProduct(store, state, {
    title,
    handle: title.toLowerCase().replaceAll(" ", "-"),
    vendor: "Grove",
    productType: "",
    tags: [],
    status: "active",
    descriptionHtml: "<p>Plain.</p>",
    giftCard: false,
    imageSvg: null,
    publishedAt: "2026-01-01T00:00:00Z",
    variants: pricesMinor.map((priceMinor, index) => ({
      id: store.newId(),
      title: pricesMinor.length === 1 ? "Default Title" : `Size ${index + 1}`,
      sku: null,
      priceMinor,
      compareAtPriceMinor: null,
      taxable: true,
      requiresShipping: true,
      inventoryQuantity: 10,
    })),
  });
}

export function addCustomer(store: Store, state: ShopState, email: string, firstName: string): Customer {
  const made = createCustomer(store, state, { email, firstName });
  if (!made.ok) throw new Error(made.detail);
  return made.value;
}

export function publishProgram(store: Store, state: ShopState, program: object): void {
  setJson(store, state, gid("AppInstallation", installationId), "program", program);
}

export function publishLoyalty(store: Store, state: ShopState, customer: Customer, loyalty: object): void {
  setJson(store, state, gid("Customer", customer.id), "loyalty", loyalty);
}

function setJson(store: Store, state: ShopState, ownerGid: string, key: string, value: object): void {
  const namespace = resolveNamespace("$app:perennial");
  const metafield = { ownerGid, namespace, key, type: "json", value: JSON.stringify(value) };
  setMetafields(store, state, { metafields: [metafield] });
}

export function cookieOf(customer: Customer, shop = demoShop): string {
  return loginCookies(apiSecret, { shop, customerId: customer.id })
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** A page's text as people read it: tags away, blanks folded. */
export function words(html: string): string {
  return html
    .replace(/<(script|style|template)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
}

/** Sends a form as a browser does, without following where it leads. */
export function postForm(url: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: cookie ? { cookie } : {},
    redirect: "manual",
  });
}
