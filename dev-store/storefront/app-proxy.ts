import express, { Router } from "express";
import type { Request, Response } from "express";
import type { AppConfig } from "#dev-store/config.ts";
import { sign } from "./cookies.ts";
import type { Store } from "#dev-store/state/store.ts";
import type { OnPage } from "./router.ts";
import type { Theme } from "./theme.ts";
import type { Visit } from "./visit.ts";

/** Shopify waits about this long for a proxied answer. */
const timeoutMs = 10_000;
/** Headers that Shopify passes on to the app; never a cookie. */
const passedOn = ["accept", "accept-language", "content-type", "user-agent"];
/** Headers of the app's answer that reach the shopper; never a cookie. */
const passedBack = [
  "cache-control",
  "content-language",
  "content-type",
  "etag",
  "last-modified",
  "vary",
  "retry-after",
];

/**
 * `/apps/<subpath>/…` goes to the app, signed as Shopify signs it
 * (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies). An answer of type
 * `application/liquid` is rendered inside the theme.
 */
export function appProxyRoutes(
  store: Store,
  theme: Theme,
  appConfig: () => AppConfig,
  onPage: OnPage,
): Router {
  const router = Router();
  router.use(
    "/:prefix(a|apps|community|tools)/:subpath",
    express.raw({ type: () => true, limit: "1mb" }),
    onPage(async (visit, request, response, next) => {
      const proxy = appConfig().appProxy;
      const { installation } = visit.state;
      const ours = proxy?.prefix === request.params.prefix && proxy?.subpath === request.params.subpath;
      if (!proxy || !ours || !installation?.installed) return next();
      const target = targetUrl(store, proxy.url, visit, request);
      await forward(target, theme, visit, request, response);
    }),
  );
  return router;
}

/** The app's own address with the shopper's query and Shopify's parameters, signed. What a shopper sends under those names is dropped. */
function targetUrl(store: Store, proxyUrl: string, visit: Visit, request: Request): URL {
  const base = new URL(proxyUrl, store.config.appUrl);
  const rest = request.path === "/" ? "" : request.path;
  const target = new URL(base.pathname.replace(/\/$/, "") + rest, store.config.appUrl);
  const asked = new URL(request.originalUrl, store.config.ownUrl).searchParams;
  for (const name of ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"])
    asked.delete(name);
  asked.set("shop", visit.state.shop.domain);
  asked.set("logged_in_customer_id", visit.customer?.id ?? "");
  asked.set("path_prefix", request.baseUrl);
  asked.set("timestamp", String(Math.floor(Date.now() / 1000)));
  asked.set("signature", sign(store.config.apiSecret, signedText(asked)));
  target.search = asked.toString();
  return target;
}

/** What Shopify signs: the parameters sorted by name, values of one name joined by commas, nothing between the pairs. */
function signedText(query: URLSearchParams): string {
  const names = [...new Set(query.keys())].sort();
  return names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
}

async function forward(
  target: URL,
  theme: Theme,
  visit: Visit,
  request: Request,
  response: Response,
): Promise<void> {
  const headers = new Headers({
    "x-forwarded-host": visit.state.shop.domain,
    "accept-language": visit.locale,
  });
  for (const name of passedOn) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const hasBody = !["GET", "HEAD"].includes(request.method) && Buffer.isBuffer(request.body);
  let answer: globalThis.Response;
  try {
    answer = await fetch(target, {
      method: request.method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      ...(hasBody ? { body: new Uint8Array(request.body as Buffer) } : {}),
    });
  } catch (error) {
    response
      .status(502)
      .type("text")
      .send(`The app did not answer at ${target.origin}: ${String(error)}\n`);
    return;
  }
  if (answer.status >= 300 && answer.status < 400) {
    response
      .status(502)
      .type("text")
      .send("The app answered with a redirect, which does not work behind Shopify's app proxy.\n");
    return;
  }
  if (answer.headers.get("content-type")?.startsWith("application/liquid")) {
    return theme.sendLiquid(response, visit, await answer.text(), answer.status);
  }
  for (const name of passedBack) {
    const value = answer.headers.get(name);
    if (value !== null) response.set(name, value);
  }
  response.status(answer.status).send(Buffer.from(await answer.arrayBuffer()));
}
