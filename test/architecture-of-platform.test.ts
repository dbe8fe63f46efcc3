/**
 * `shopify.app.toml` is what Shopify learns at deploy; the code says the same things again where it uses them. Here
 * they are held together: API version, scopes, webhook topics and their routes, the app proxy.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { API_VERSION } from "#app/shopify/api-version.ts";
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from "#app/shopify/scopes.ts";
import { API_VERSION as LOCAL_STORE_API_VERSION } from "#dev-store/admin-api/api-version.ts";

type AppToml = {
  application_url: string;
  access_scopes: { scopes: string; optional_scopes?: string[] };
  webhooks: {
    api_version: string;
    subscriptions: { topics?: string[]; compliance_topics?: string[]; uri: string }[];
  };
  app_proxy: { url: string; prefix: string; subpath: string };
};

const toml = parse(readFileSync("shopify.app.toml", "utf8")) as unknown as AppToml;
const COMPLIANCE_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"];

const routes = readdirSync("app/routes").map((file) => file.replace(/\.(tsx|ts)$/, ""));
const subscriptions = toml.webhooks.subscriptions.flatMap(({ topics = [], compliance_topics = [], uri }) =>
  [...topics, ...compliance_topics].map((topic) => ({ topic, uri })),
);
const sorted = (list: readonly string[]): string[] => [...list].sort();

describe("shopify.app.toml", () => {
  it("names the one API version, which the app and the local store use too", () => {
    expect(toml.webhooks.api_version).toBe(API_VERSION);
    expect(LOCAL_STORE_API_VERSION).toBe(API_VERSION);
  });

  it("asks for the scopes of app/shopify/scopes.ts", () => {
    const listed = toml.access_scopes.scopes.split(",").map((scope) => scope.trim());
    expect(sorted(listed)).toEqual(sorted(REQUIRED_SCOPES));
    expect(sorted(toml.access_scopes.optional_scopes ?? [])).toEqual(sorted(OPTIONAL_SCOPES));
  });

  it("subscribes to each topic once, the three of the privacy law among them", () => {
    const topics = subscriptions.map(({ topic }) => topic);
    expect(topics).toEqual([...new Set(topics)]);
    expect(topics).toEqual(expect.arrayContaining(COMPLIANCE_TOPICS));
  });

  it.each(subscriptions)("sends $topic to a route of that name", ({ topic, uri }) => {
    expect(uri).toBe(`/webhooks/${topic.replaceAll(".", "/")}`);
    expect(routes).toContain(`webhooks.${topic.replaceAll("/", ".")}`);
  });

  it("subscribes to every topic that has a route", () => {
    const handled = routes.filter((route) => route.startsWith("webhooks."));
    const subscribed = subscriptions.map(({ topic }) => `webhooks.${topic.replaceAll("/", ".")}`);
    expect(sorted(handled)).toEqual(sorted(subscribed));
  });

  it("puts the app proxy under /apps/perennial and serves what it forwards", () => {
    expect(`/${toml.app_proxy.prefix}/${toml.app_proxy.subpath}`).toBe("/apps/perennial");
    const path = new URL(toml.app_proxy.url, "https://app.example").pathname;
    const folder = path.split("/").filter(Boolean).join(".");
    expect(routes.filter((route) => route.startsWith(`${folder}.`) || route === folder)).not.toEqual([]);
  });
});

describe("the extensions", () => {
  const folders = readdirSync("extensions").map((name) => `extensions/${name}/shopify.extension.toml`);

  it.each(folders.filter((file) => existsSync(file)))("%s names no other API version", (file) => {
    const { api_version: version } = parse(readFileSync(file, "utf8")) as { api_version?: string };
    expect([undefined, API_VERSION]).toContain(version);
  });
});
