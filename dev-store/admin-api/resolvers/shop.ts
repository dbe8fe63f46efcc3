import { Temporal } from "@js-temporal/polyfill";
import { gid } from "../../state/ids.ts";
import type { Shop } from "../../state/model.ts";
import type { AppInstallation } from "../../state/model/app.ts";
import { paginateInOrder } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { API_VERSION } from "../api-version.ts";
import { APP_ID } from "../metafield-namespace.ts";
import { metafieldFields } from "./metafield-fields.ts";

function scopeSources(handles: readonly string[]) {
  return handles.map((handle) => ({ handle, description: handle.replaceAll("_", " ") }));
}

function zoneOffsetMinutes(shop: Shop, context: ApiContext): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(context.now.getTime()).toZonedDateTimeISO(
    shop.timeZone,
  );
  return zoned.offsetNanoseconds / 60e9;
}

function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}${two(absolute % 60)}`;
}

function zoneAbbreviation(shop: Shop, context: ApiContext): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: shop.timeZone,
    timeZoneName: "short",
  }).formatToParts(context.now);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? shop.timeZone;
}

export const shopResolvers: TypeResolvers = {
  id: (shop: Shop) => gid("Shop", shop.id),
  name: (shop: Shop) => shop.name,
  email: (shop: Shop) => shop.email,
  contactEmail: (shop: Shop) => shop.email,
  createdAt: (shop: Shop) => shop.createdAt,
  updatedAt: (shop: Shop) => shop.createdAt,
  currencyCode: (shop: Shop) => shop.currency,
  currencyFormats: (shop: Shop) => ({
    moneyFormat: "{{amount}}",
    moneyWithCurrencyFormat: `{{amount}} ${shop.currency}`,
  }),
  customerAccountsV2: (_, __, context) => ({
    customerAccountsVersion: "NEW_CUSTOMER_ACCOUNTS",
    url: `${context.store.config.ownUrl}/account`,
  }),
  enabledPresentmentCurrencies: (shop: Shop) => [shop.currency],
  ianaTimezone: (shop: Shop) => shop.timeZone,
  myshopifyDomain: (shop: Shop) => shop.domain,
  orderNumberFormatPrefix: () => "#",
  orderNumberFormatSuffix: () => "",
  plan: () => ({
    displayName: "Development",
    publicDisplayName: "Development",
    partnerDevelopment: true,
    shopifyPlus: false,
  }),
  primaryDomain: (shop: Shop) => ({
    id: gid("Domain", shop.id),
    host: shop.domain,
    sslEnabled: true,
    url: `https://${shop.domain}`,
  }),
  shopOwnerName: (shop: Shop) => `${shop.name} Owner`,
  taxesIncluded: () => false,
  taxShipping: () => false,
  timezoneAbbreviation: (shop: Shop, _, context) => zoneAbbreviation(shop, context),
  timezoneOffset: (shop: Shop, _, context) => offsetText(zoneOffsetMinutes(shop, context)),
  timezoneOffsetMinutes: (shop: Shop, _, context) => zoneOffsetMinutes(shop, context),
  url: (shop: Shop) => `https://${shop.domain}`,
  ...metafieldFields((shop: Shop) => gid("Shop", shop.id)),
};

export const appInstallationResolvers: TypeResolvers = {
  id: (installation: AppInstallation) => gid("AppInstallation", installation.id),
  accessScopes: (installation: AppInstallation) => scopeSources(installation.grantedScopes),
  app: () => ({}),
  launchUrl: (_, __, context) => `${context.store.config.ownUrl}/admin/app`,
  uninstallUrl: () => null,
  ...metafieldFields((installation: AppInstallation) => gid("AppInstallation", installation.id)),
};

export const appResolvers: TypeResolvers = {
  id: () => gid("App", APP_ID),
  apiKey: (_, __, context) => context.store.config.apiKey,
  handle: (_, __, context) => context.app.handle,
  title: (_, __, context) => context.app.name,
  embedded: () => true,
  installUrl: () => null,
  availableAccessScopes: (_, __, context) =>
    scopeSources([...context.app.scopes, ...context.app.optionalScopes]),
  requestedAccessScopes: (_, __, context) => scopeSources(context.app.scopes),
  optionalAccessScopes: (_, __, context) => scopeSources(context.app.optionalScopes),
  webhookApiVersion: () => API_VERSION,
};

export const shopQueries: TypeResolvers = {
  shop: (_, __, context) => context.state.shop,
  app: (_, args) => (!args.id || args.id === gid("App", APP_ID) ? {} : null),
  currentAppInstallation: (_, __, context) => context.state.installation,
  publicApiVersions: () => [{ handle: API_VERSION, displayName: `${API_VERSION} (Latest)`, supported: true }],
  // Subscriptions come from shopify.app.toml; the ones made through the API, which this lists, cannot be made here.
  webhookSubscriptions: (_, args) => paginateInOrder([], args),
};

type RevokeError = { field: string[]; code: string; message: string };

function revokeRefusal(scope: string, context: ApiContext): RevokeError | null {
  const refuse = (code: string, message: string): RevokeError => ({ field: ["scopes"], code, message });
  if (context.app.scopes.includes(scope)) {
    return refuse(
      "CANNOT_REVOKE_REQUIRED_SCOPES",
      `The scope ${scope} is required by the app and can't be revoked.`,
    );
  }
  if (!context.app.optionalScopes.includes(scope)) {
    return refuse(
      "CANNOT_REVOKE_UNDECLARED_SCOPES",
      `The scope ${scope} is not declared by the app and can't be revoked.`,
    );
  }
  return null;
}

export const appMutations: TypeResolvers = {
  appRevokeAccessScopes: (_, args: { scopes: string[] }, context) => {
    const userErrors = args.scopes.flatMap((scope) => revokeRefusal(scope, context) ?? []);
    if (userErrors.length > 0) return { revoked: null, userErrors };
    const { installation } = context.state;
    if (!installation) throw new Error("a request without an installation passed the token check");
    const revoked = args.scopes.filter((scope) => installation.grantedScopes.includes(scope));
    const left = installation.grantedScopes.filter((scope) => !revoked.includes(scope));
    context.store.write(context.state, (change) => {
      change.put("installation", { ...installation, grantedScopes: left });
      change.emit({ topic: "app/scopes_update", previous: installation.grantedScopes, current: left });
    });
    return { revoked: scopeSources(revoked), userErrors: [] };
  },
};
