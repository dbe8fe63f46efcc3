import { createHmac } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { jwtVerify } from "jose";
import type { BrowserContext, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { closeBrowser, newContext } from "#test/support/browser.ts";
import { addProduct, apiKey, apiSecret, demoShop, openDevStore } from "../storefront/open-dev-store.ts";
import type { DevStore } from "../storefront/open-dev-store.ts";
import { libraryAccepts } from "../storefront/shopify-signatures.ts";
import { openEmbeddedApp } from "./embedded-app.ts";
import type { EmbeddedApp } from "./embedded-app.ts";

const appPath = "/admin/perennial-demo/apps/perennial";
let dev: DevStore;
let app: EmbeddedApp;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  app = await openEmbeddedApp();
  dev = await openDevStore({ appUrl: app.url });
  app.devStoreUrl = dev.url;
  addProduct(dev.store, dev.state, "Fern", 1999n);
  addProduct(dev.store, dev.state, "Watering can", 3450n);
});
afterAll(async () => {
  await closeBrowser();
  await dev.close();
  await app.close();
});
beforeEach(async () => {
  context = await newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

/** Opens the app in the admin; what App Bridge offers is there once its title bar shows. */
async function openApp(path = "/app/members"): Promise<Frame> {
  await page.goto(`${dev.url}${appPath}${path}`);
  await page.getByRole("heading", { name: "The members" }).waitFor();
  const frame = page.frames().find((one) => one.url().startsWith(app.url));
  if (!frame) throw new Error("the app has no frame");
  return frame;
}

const said = (frame: Frame) => frame.locator("#said").innerText();
const inApp = (frame: Frame, script: string) => frame.evaluate<unknown>(script);

describe("opening the app", () => {
  it("names shop and host and is signed as Shopify signs it", async () => {
    await openApp("/app/members?filter=vip");
    const query =
      app.requests.findLast((one) => one.url.pathname === "/app/members")?.url.searchParams ??
      new URLSearchParams();
    expect(query.get("embedded")).toBe("1");
    expect(query.get("filter")).toBe("vip");
    expect(query.get("shop")).toBe(demoShop);
    expect(Buffer.from(query.get("host") ?? "", "base64").toString()).toBe(
      "admin.shopify.com/store/perennial-demo",
    );
    const { payload } = await jwtVerify(query.get("id_token") ?? "", new TextEncoder().encode(apiSecret), {
      audience: apiKey,
    });
    expect(payload.dest).toBe(`https://${demoShop}`);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    const pairs = [...query].filter(([name]) => name !== "hmac").sort(([a], [b]) => (a < b ? -1 : 1));
    const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    expect(query.get("hmac")).toBe(createHmac("sha256", apiSecret).update(text).digest("hex"));
    expect(await libraryAccepts(query, "admin")).toBe(true);
  });

  it("goes to the app's home from an address without a page, and from one without a shop", async () => {
    await openApp("");
    expect(app.requests.at(-1)?.url.pathname).toBe("/app");
    await page.goto(`${dev.url}/admin/apps/perennial/app/program`);
    await page.getByRole("heading", { name: "The members" }).waitFor();
    expect(app.requests.findLast((one) => one.url.pathname === "/app/program")).toBeDefined();
  });

  it("is taken into the admin when it is opened outside", async () => {
    await page.goto(`${app.url}/app/members?shop=${demoShop}`);
    await page.waitForURL(`${dev.url}${appPath}/app/members`);
  });
});

describe("session tokens", () => {
  it("go with requests to the app's own origin, and with no others", async () => {
    const frame = await openApp();
    const own = await inApp(frame, `fetch("/app/data").then((answer) => answer.text())`);
    const { payload } = await jwtVerify(
      String(own).replace("Bearer ", ""),
      new TextEncoder().encode(apiSecret),
    );
    expect(payload.dest).toBe(`https://${demoShop}`);
    const kept = await inApp(
      frame,
      `fetch("/app/data", { headers: { Authorization: "mine" } }).then((answer) => answer.text())`,
    );
    expect(kept).toBe("mine");
  });

  it("are renewed and the request repeated, once, when the app calls one stale", async () => {
    const frame = await openApp();
    const first = await inApp(frame, `shopify.idToken()`);
    app.refuseTokens = 1;
    const answer = await inApp(
      frame,
      `fetch("/app/data", { method: "POST", body: "x" }).then((answer) => answer.text())`,
    );
    expect(answer).toMatch(/^Bearer /);
    expect(answer).not.toBe(`Bearer ${String(first)}`);
    app.refuseTokens = 5;
    const status = await inApp(frame, `fetch("/app/data").then((answer) => answer.status)`);
    expect([status, app.refuseTokens]).toEqual([401, 3]);
    app.refuseTokens = 0;
  });

  it("let a page that was opened without one start again with it", async () => {
    const frame = await openApp();
    const reload = encodeURIComponent(`${app.url}/app/program`);
    await frame.goto(`${app.url}/auth/session-token?shopify-reload=${reload}`);
    await frame.waitForURL(/\/app\/program\?id_token=/);
  });
});

describe("the admin around the app", () => {
  it("lists the app's menu, follows it by the app's router, and keeps address and title in step", async () => {
    await openApp();
    const nav = page.getByRole("navigation");
    expect(await nav.getByRole("link", { name: "Members" }).getAttribute("aria-current")).toBe("page");
    expect(await nav.getByRole("link", { name: "Home" }).count()).toBe(1); // the admin's own; the app's is its name
    const loads = app.requests.length;
    await nav.getByRole("link", { name: "Program" }).click();
    await page.waitForURL(`${dev.url}${appPath}/app/program`);
    await page.waitForFunction(`document.title.startsWith("Went to /app/program")`);
    expect(await nav.getByRole("link", { name: "Program" }).getAttribute("aria-current")).toBe("page");
    expect(app.requests.length).toBe(loads);
  });

  it("shows the title bar's buttons and presses the app's own", async () => {
    const frame = await openApp();
    await page.getByRole("button", { name: "Add member" }).click();
    await frame.getByText("primary").waitFor();
    await inApp(frame, `document.querySelector("ui-title-bar").setAttribute("title", "One member")`);
    await page.getByRole("heading", { name: "One member" }).waitFor();
  });

  it("saves and discards by the save bar, asking before it throws changes away", async () => {
    const frame = await openApp();
    await frame.locator("#name").fill("Ada");
    await page.getByRole("button", { name: "Save" }).click();
    await frame.getByText("saved").waitFor();
    await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });

    await frame.locator("#name").fill("Eve");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(await said(frame)).toBe("saved");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await frame.getByText("discarded").waitFor();
  });

  it("asks before leaving a page with unsaved changes", async () => {
    const frame = await openApp();
    await frame.locator("#name").fill("Ada");
    await page.getByRole("button", { name: "Save" }).waitFor();
    await page.getByRole("link", { name: "Program" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(page.url()).toContain("/app/members");
    const leaving = inApp(frame, `shopify.saveBar.leaveConfirmation().then(() => "left")`);
    await page.getByRole("dialog").getByRole("button", { name: "Leave page" }).click();
    expect(await leaving).toBe("left");
    expect(await inApp(frame, `document.querySelector("ui-save-bar").showing`)).toBe(false);
  });

  it("shows a toast, runs its action and tells when it is gone", async () => {
    const frame = await openApp();
    await inApp(
      frame,
      `shopify.toast.show("Points added", { action: "Undo", onAction: () => say("undone") })`,
    );
    await page.getByRole("status").getByText("Points added").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await frame.getByText("undone").waitFor();
    await inApp(frame, `shopify.toast.show("Again", { onDismiss: () => say("dismissed") })`);
    await page.getByRole("button", { name: "Close" }).click();
    await frame.getByText("dismissed").waitFor();
  });

  it("opens a modal with the app's content and buttons, and tells the app when it closes", async () => {
    const frame = await openApp();
    await inApp(frame, `document.getElementById("modal").addEventListener("hide", () => say("closed"))`);
    await inApp(frame, `shopify.modal.show("modal")`);
    const dialog = frame.getByRole("dialog", { name: "Adjust points" });
    await dialog.getByText("How many points?").waitFor();
    await dialog.getByRole("button", { name: "Adjust" }).click();
    expect(await said(frame)).toBe("adjusted");
    await page.keyboard.press("Escape");
    await frame.getByText("closed").waitFor();
  });

  it("picks products of the store, and nothing when the picker is closed", async () => {
    const frame = await openApp();
    const picking = inApp(
      frame,
      `shopify.resourcePicker({ type: "product", multiple: true }).then((chosen) => chosen.map((one) => one.title))`,
    );
    const dialog = page.getByRole("dialog", { name: "Choose products" });
    await dialog.getByLabel("Search").fill("water");
    await dialog.getByText("Fern").waitFor({ state: "detached" });
    await dialog.getByLabel("Watering can").check();
    await dialog.getByLabel("Search").fill("");
    await dialog.getByLabel("Fern").check();
    await dialog.getByRole("button", { name: "Add" }).click();
    expect(await picking).toEqual(["Watering can", "Fern"]);
    const closing = inApp(
      frame,
      `shopify.resourcePicker({ type: "product" }).then((chosen) => String(chosen))`,
    );
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(await closing).toBe("undefined");
  });

  it("asks the merchant for optional scopes and grants them only on yes", async () => {
    const frame = await openApp();
    const ask = () =>
      inApp(frame, `shopify.scopes.request(["write_gift_cards"]).then((answer) => answer.result)`);
    const granted = () =>
      inApp(frame, `shopify.scopes.query().then((detail) => detail.granted.includes("write_gift_cards"))`);
    await inApp(frame, `shopify.scopes.revoke(["write_gift_cards"])`);
    const declined = ask();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect([await declined, await granted()]).toEqual(["declined-all", false]);
    const accepted = ask();
    await page.getByRole("dialog").getByRole("button", { name: "Allow" }).click();
    expect([await accepted, await granted()]).toEqual(["granted-all", true]);
    await expect(inApp(frame, `shopify.scopes.request(["write_themes"])`)).rejects.toThrow(
      "Not declared as optional",
    );
    await expect(inApp(frame, `shopify.scopes.revoke(["read_orders"])`)).rejects.toThrow(
      "Required scopes can't be revoked",
    );
  });

  it.each([1280, 360])("is found by axe to be accessible with every bar shown, %i px wide", async (width) => {
    await page.setViewportSize({ width, height: 740 });
    const frame = await openApp();
    await frame.locator("#name").fill("Ada");
    await page.getByRole("button", { name: "Save" }).waitFor();
    await inApp(frame, `shopify.toast.show("Points added", { action: "Undo" }); shopify.loading(true)`);
    await page.getByRole("status").getByText("Points added").waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it("leaves the app for the admin's own pages", async () => {
    const frame = await openApp();
    await frame.getByRole("link", { name: "All orders" }).click();
    await page.getByRole("heading", { name: "Orders" }).waitFor();
    expect(page.url()).toBe(`${dev.url}/admin/perennial-demo/orders`);
  });
});
