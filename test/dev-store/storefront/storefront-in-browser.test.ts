import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { closeBrowser, newContext } from "#test/support/browser.ts";
import {
  adasPoints,
  addCustomer,
  addProduct,
  launchedProgram,
  openDevStore,
  publishLoyalty,
  publishProgram,
} from "./open-dev-store.ts";
import type { DevStore } from "./open-dev-store.ts";

const phone = { width: 320, height: 640 };
let dev: DevStore;
let ada: Customer;

beforeAll(async () => {
  dev = await openDevStore();
  ada = addCustomer(dev.store, dev.state, "ada@example.com", "Ada");
  const fern = addProduct(dev.store, dev.state, "Fern", 1999n);
  addProduct(dev.store, dev.state, "Watering can", 3450n, 4990n);
  publishProgram(dev.store, dev.state, launchedProgram);
  publishLoyalty(dev.store, dev.state, ada, adasPoints);
  createOrder(dev.store, dev.state, {
    customerId: ada.id,
    lines: [{ title: fern.title, priceMinor: 1999n, quantity: 2, productId: fern.id }],
  });
});
afterAll(async () => {
  await closeBrowser();
  await dev.close();
});

async function logIn(page: Page): Promise<void> {
  await page.goto(`${dev.url}/account/login`);
  await page.getByRole("button", { name: /Ada/ }).click();
  await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
}

async function withPage<T>(
  work: (page: Page, context: BrowserContext) => Promise<T>,
  options = {},
): Promise<T> {
  const context = await newContext(options);
  try {
    return await work(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

describe("accessibility", () => {
  const addresses = [
    "/",
    "/collections",
    "/collections/all",
    "/products/watering-can",
    "/cart",
    "/account/login",
    "/account",
    "/checkout",
    "/nowhere",
  ];

  it.each([
    ["wide", { width: 1280, height: 800 }],
    ["phone", phone],
  ])(
    "axe finds nothing on any page, %s",
    async (_name, viewport) => {
      const findings = await withPage(
        async (page) => {
          await logIn(page);
          await page.goto(`${dev.url}/products/fern`);
          await page.getByRole("button", { name: "Add to cart" }).click();
          const found: string[] = [];
          for (const address of addresses) {
            await page.goto(dev.url + address);
            const { violations } = await new AxeBuilder({ page })
              .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
              .analyze();
            for (const one of violations) found.push(`${address}: ${one.id} ${one.nodes[0]?.html ?? ""}`);
            const overflow = await page.evaluate(
              () => document.documentElement.scrollWidth - window.innerWidth,
            );
            if (overflow > 0) found.push(`${address}: ${overflow} px wider than the screen`);
          }
          return found;
        },
        { viewport },
      );
      expect(findings).toEqual([]);
    },
    60_000,
  );
});

describe("the product block", () => {
  it("follows the chosen variant without moving the page", async () => {
    await withPage(async (page) => {
      await page.goto(`${dev.url}/products/watering-can`);
      const block = page.locator("perennial-earn");
      await block.getByText("Earn 34 points").waitFor();
      const before = await block.boundingBox();
      await page.getByLabel("Variant").selectOption({ index: 1 });
      await block.getByText("Earn 49 points").waitFor();
      expect(await block.boundingBox()).toEqual(before);
      await page.getByLabel("Variant").selectOption({ index: 0 });
      await block.getByText("Earn 34 points").waitFor();
    });
  });

  it("says the same with scripts off", async () => {
    await withPage(
      async (page) => {
        await page.goto(`${dev.url}/products/watering-can`);
        expect(await page.locator("perennial-earn").innerText()).toBe("Earn 34 points");
      },
      { javaScriptEnabled: false },
    );
  });

  it("moves nothing while the page loads", async () => {
    await withPage(async (page) => {
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(`${dev.url}/products/watering-can`);
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
    });
  });
});

describe("with scripts off", () => {
  it("a shopper logs in, buys and reads the points", async () => {
    await withPage(
      async (page) => {
        await logIn(page);
        expect(await page.locator(".perennial-balance").innerText()).toContain("You have 340 points");
        await page.goto(`${dev.url}/products/fern`);
        await page.getByRole("button", { name: "Add to cart" }).click();
        await page.getByRole("link", { name: "Check out" }).click();
        await page.getByRole("button", { name: "Place order" }).click();
        await page.getByRole("heading", { name: /Thank you, order #\d+ is placed/ }).waitFor();
      },
      { javaScriptEnabled: false },
    );
  });
});
