import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { addCustomer, apiSecret, cookieOf, demoShop, openDevStore } from "./open-dev-store.ts";
import type { DevStore } from "./open-dev-store.ts";
import { libraryAccepts } from "./shopify-signatures.ts";

interface Seen {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
}

let dev: DevStore;
let ada: Customer;
let app: Server;
let seen: Seen;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  app = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://app");
      seen = { method: request.method ?? "", url, headers: request.headers, body };
      answer(response);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => app.once("listening", resolve));
  dev = await openDevStore({ appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}` });
  ada = addCustomer(dev.store, dev.state, "ada@example.com", "Ada");
  answer = (response) => response.setHeader("content-type", "application/json").end('{"fine":true}');
});
afterAll(async () => {
  await dev.close();
  await new Promise((resolve) => app.close(resolve));
});

/** Written from Shopify's description, on its own: pairs sorted, several values joined by commas, nothing in between. */
function isGenuine(query: URLSearchParams): boolean {
  const given = query.get("signature");
  const byName: Record<string, string[]> = {};
  for (const [name, value] of query) if (name !== "signature") (byName[name] ??= []).push(value);
  const text = Object.keys(byName)
    .sort()
    .map((name) => `${name}=${byName[name]?.join(",")}`)
    .join("");
  return given === createHmac("sha256", apiSecret).update(text).digest("hex");
}

describe("the app proxy", () => {
  it("forwards path and query, signed by the app's secret", async () => {
    const asked = Math.floor(Date.now() / 1000);
    const response = await fetch(`${dev.url}/apps/perennial/points/history?page=2&tag=a&tag=b`);
    const answered = Math.floor(Date.now() / 1000);
    expect(await response.json()).toEqual({ fine: true });
    expect(seen.url.pathname).toBe("/proxy/points/history");
    expect(seen.url.searchParams.getAll("tag")).toEqual(["a", "b"]);
    expect(seen.url.searchParams.get("shop")).toBe(demoShop);
    expect(seen.url.searchParams.get("path_prefix")).toBe("/apps/perennial");
    const timestamp = Number(seen.url.searchParams.get("timestamp"));
    expect(timestamp).toBeGreaterThanOrEqual(asked);
    expect(timestamp).toBeLessThanOrEqual(answered);
    expect(isGenuine(seen.url.searchParams)).toBe(true);
    expect(await libraryAccepts(seen.url.searchParams, "appProxy")).toBe(true);
    seen.url.searchParams.set("page", "3");
    expect(await libraryAccepts(seen.url.searchParams, "appProxy")).toBe(false);
  });

  it("names the logged-in customer, and nobody for a guest", async () => {
    await fetch(`${dev.url}/apps/perennial/points`, { headers: { cookie: cookieOf(ada) } });
    expect(seen.url.searchParams.get("logged_in_customer_id")).toBe(ada.id);
    await fetch(`${dev.url}/apps/perennial/points`);
    expect(seen.url.searchParams.get("logged_in_customer_id")).toBe("");
    expect(isGenuine(seen.url.searchParams)).toBe(true);
  });

  it("lets no shopper pass for another customer", async () => {
    await fetch(`${dev.url}/apps/perennial/points?logged_in_customer_id=${ada.id}&signature=forged`);
    expect(seen.url.searchParams.getAll("logged_in_customer_id")).toEqual([""]);
    expect(seen.url.searchParams.getAll("signature")).toHaveLength(1);
    expect(isGenuine(seen.url.searchParams)).toBe(true);
  });

  it("passes no cookie in either direction", async () => {
    const before = answer;
    answer = (response) => response.setHeader("set-cookie", "app=1").end("hello");
    const response = await fetch(`${dev.url}/apps/perennial/points`, { headers: { cookie: "mine=1" } });
    answer = before;
    expect(seen.headers.cookie).toBeUndefined();
    expect(response.headers.getSetCookie().filter((cookie) => cookie.startsWith("app="))).toEqual([]);
  });

  it.each([
    ["application/json", JSON.stringify({ points: 500 })],
    ["application/x-www-form-urlencoded", "reward=five+off&key=%D1%8F&points=500"],
  ])("passes a body on as it came: %s", async (type, body) => {
    await fetch(`${dev.url}/apps/perennial/redeem`, {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
    expect([seen.method, seen.body, seen.headers["content-type"]]).toEqual(["POST", body, type]);
  });

  it("renders application/liquid inside the theme", async () => {
    const before = answer;
    answer = (response) =>
      response.setHeader("content-type", "application/liquid").end("<h1>Points at {{ shop.name }}</h1>");
    const html = await dev.page("/apps/perennial/page");
    answer = before;
    expect(html).toContain("<h1>Points at Demo store</h1>");
    expect(html).toContain("/theme/base.css");
  });

  it("does not follow a redirect", async () => {
    const before = answer;
    answer = (response) => response.writeHead(302, { location: "/elsewhere" }).end();
    const response = await fetch(`${dev.url}/apps/perennial/points`, { redirect: "manual" });
    answer = before;
    expect(response.status).toBe(502);
  });

  it("serves no other path, and none after the uninstall", async () => {
    expect((await fetch(`${dev.url}/apps/other/points`)).status).toBe(404);
    const { installation } = dev.state;
    if (!installation) throw new Error("the fixture installs the app");
    dev.store.write(dev.state, (change) => change.put("installation", { ...installation, installed: false }));
    const response = await fetch(`${dev.url}/apps/perennial/points`);
    dev.store.write(dev.state, (change) => change.put("installation", installation));
    expect(response.status).toBe(404);
  });
});
