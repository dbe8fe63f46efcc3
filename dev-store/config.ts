import { readFileSync, statSync } from "node:fs";
import { parse } from "smol-toml";

export interface WebhookSubscription {
  topics: string[];
  uri: string;
  includeFields: string[] | null;
}

/** What Shopify learns from `shopify.app.toml` when the app is deployed. */
export interface AppConfig {
  name: string;
  handle: string;
  applicationUrl: string;
  scopes: string[];
  optionalScopes: string[];
  apiVersion: string;
  subscriptions: WebhookSubscription[];
  appProxy: { prefix: string; subpath: string; url: string } | null;
}

type Table = Record<string, unknown>;

function table(value: unknown): Table {
  return typeof value === "object" && value !== null ? (value as Table) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === "string");
  return text(value)
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function subscriptionsOf(webhooks: Table): WebhookSubscription[] {
  const listed = Array.isArray(webhooks.subscriptions) ? webhooks.subscriptions.map(table) : [];
  return listed.map((one) => ({
    topics: [...texts(one.topics), ...texts(one.compliance_topics)],
    uri: text(one.uri),
    includeFields: Array.isArray(one.include_fields) ? texts(one.include_fields) : null,
  }));
}

/** Parses the text of `shopify.app.toml`; throws on invalid TOML. */
export function parseAppConfig(source: string): AppConfig {
  const toml = parse(source) as Table;
  const access = table(toml.access_scopes);
  const webhooks = table(toml.webhooks);
  const proxy = table(toml.app_proxy);
  const privacy = table(webhooks.privacy_compliance);
  const compliance: [string, unknown][] = [
    ["customers/data_request", privacy.customer_data_request_url],
    ["customers/redact", privacy.customer_deletion_url],
    ["shop/redact", privacy.shop_deletion_url],
  ];
  return {
    name: text(toml.name),
    handle:
      text(toml.handle) ||
      text(toml.name)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-"),
    applicationUrl: text(toml.application_url),
    scopes: texts(access.scopes),
    optionalScopes: texts(access.optional_scopes),
    apiVersion: text(webhooks.api_version),
    subscriptions: [
      ...subscriptionsOf(webhooks),
      ...compliance.flatMap(([topic, uri]) =>
        text(uri) === "" ? [] : [{ topics: [topic], uri: text(uri), includeFields: null }],
      ),
    ],
    appProxy:
      text(proxy.url) === ""
        ? null
        : { prefix: text(proxy.prefix), subpath: text(proxy.subpath), url: text(proxy.url) },
  };
}

const empty: AppConfig = parseAppConfig("");

/** A reader of the file that parses it again when it has changed; a missing file is an app without scopes and subscriptions. */
export function appConfigReader(path: string): () => AppConfig {
  let stamp = "";
  let config = empty;
  return () => {
    const found = statSync(path, { throwIfNoEntry: false });
    const now = found ? `${found.mtimeMs}:${found.size}` : "";
    if (now !== stamp) {
      config = found ? parseAppConfig(readFileSync(path, "utf8")) : empty;
      stamp = now;
    }
    return config;
  };
}
