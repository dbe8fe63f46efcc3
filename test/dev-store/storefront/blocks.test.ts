import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Customer } from "#dev-store/state/model/customer.ts";
import { putDefinition } from "#dev-store/state/operations/metafields.ts";
import {
  adasPoints,
  addCustomer,
  addProduct,
  addShop,
  launchedProgram,
  openDevStore,
  publishLoyalty,
  publishProgram,
  words,
} from "./open-dev-store.ts";
import type { DevStore } from "./open-dev-store.ts";

let dev: DevStore;
let ada: Customer;
let bob: Customer;

beforeAll(async () => {
  dev = await openDevStore();
  ada = addCustomer(dev.store, dev.state, "ada@example.com", "Ada");
  bob = addCustomer(dev.store, dev.state, "bob@example.com", "Bob");
  addProduct(dev.store, dev.state, "Fern", 1999n);
  addProduct(dev.store, dev.state, "Watering can", 3450n, 4990n);
  publishProgram(dev.store, dev.state, launchedProgram);
  publishLoyalty(dev.store, dev.state, ada, adasPoints);
});
afterAll(() => dev.close());

describe("the points balance", () => {
  it("asks a guest to log in, with a link", async () => {
    const html = await dev.page("/");
    expect(words(html)).toContain("Log in to see your points");
    expect(html).toMatch(/<a class="perennial__action" href="\/account\/login">/);
  });

  it("shows a member balance, points on the way and what expires soonest", async () => {
    const text = words(await dev.page("/account", { as: ada }));
    expect(text).toContain("You have 340 points");
    expect(text).toContain("21 points on the way");
    expect(text).toContain("Use 122 points by January 31, 2027");
  });

  it("tells a customer who takes no part", async () => {
    const text = words(await dev.page("/account", { as: bob }));
    expect(text).toContain("You are not collecting points yet");
    expect(text).not.toContain("You have");
  });

  it("speaks Russian with its three plural forms", async () => {
    const text = words(await dev.page("/account?locale=ru", { as: ada }));
    expect(text).toContain("У вас 340 баллов");
    expect(text).toContain("Скоро поступит: 21 балл");
    expect(text).toContain("Потратьте 122 балла до 31.01.2027 включительно");
  });

  it("speaks the browser's language when the address names none", async () => {
    const text = words(await dev.page("/", { headers: { "accept-language": "ru-RU,ru;q=0.9" } }));
    expect(text).toContain("Войдите, чтобы увидеть свои баллы");
  });

  it("explains a debt in words instead of a negative number", async () => {
    const eve = addCustomer(dev.store, dev.state, "eve@example.com", "Eve");
    publishLoyalty(dev.store, dev.state, eve, {
      ...adasPoints,
      balance: -30,
      spendable: 0,
      pending: 0,
      expiring: null,
    });
    const text = words(await dev.page("/account", { as: eve }));
    expect(text).toContain("You have 0 points");
    expect(text).toContain("30 points from a refund will be settled by your next purchases");
    expect(text).not.toContain("on the way");
    expect(text).not.toContain("Use ");
  });

  it("uses the merchant's own name for points, escaped", async () => {
    const pointsName = { one: "leaf", few: "leaves", many: "leaves", other: "leaves & <b>buds</b>" };
    publishProgram(dev.store, dev.state, { ...launchedProgram, pointsName });
    const html = await dev.page("/account", { as: ada });
    publishProgram(dev.store, dev.state, launchedProgram);
    expect(html).toContain("You have 340 leaves &amp; &lt;b&gt;buds&lt;/b&gt;");
  });
});

describe("what a product earns", () => {
  it("is computed from the price of the chosen variant", async () => {
    const [, large] =
      [...dev.state.all("product").values()].find((one) => one.title === "Watering can")?.variants ?? [];
    expect(words(await dev.page("/products/fern"))).toContain("Earn 19 points");
    expect(words(await dev.page("/products/watering-can"))).toContain("Earn 34 points");
    expect(words(await dev.page(`/products/watering-can?variant=${large?.id}`))).toContain("Earn 49 points");
  });

  it("is left out where the cart's currency is not the program's", async () => {
    publishProgram(dev.store, dev.state, { ...launchedProgram, currency: "EUR" });
    const html = await dev.page("/products/fern");
    publishProgram(dev.store, dev.state, launchedProgram);
    expect(html).not.toContain("perennial-earn");
  });

  it("is left out where the program has no rule that Liquid could work out", async () => {
    publishProgram(dev.store, dev.state, { ...launchedProgram, earn: undefined });
    const html = await dev.page("/products/fern");
    publishProgram(dev.store, dev.state, launchedProgram);
    expect(html).not.toContain("perennial-earn");
    expect(html).not.toContain("Liquid error");
  });

  it("promises nothing for a gift card", async () => {
    const card = addProduct(dev.store, dev.state, "Voucher", 5000n);
    dev.store.write(dev.state, (change) => change.put("product", { ...card, giftCard: true }));
    expect(await dev.page("/products/voucher")).not.toContain("perennial-earn");
  });

  it("loads a script only where variants differ in price", async () => {
    expect(await dev.page("/products/fern")).not.toContain("<script");
    expect(await dev.page("/products/watering-can")).toContain("earn-points.js");
  });
});

describe("before the launch, for strangers, and after the uninstall", () => {
  it("shows nothing of the program", async () => {
    for (const program of [{ ...launchedProgram, launched: false }, {}]) {
      publishProgram(dev.store, dev.state, program);
      for (const address of ["/", "/products/fern", "/account"]) {
        const html = await dev.page(address, { as: ada });
        expect(html, address).not.toContain("shopify-app-block");
        expect(words(html), address).not.toContain("points");
      }
    }
    publishProgram(dev.store, dev.state, launchedProgram);
  });

  it("does not know one shop's customers and points at another", async () => {
    const other = addShop(dev.store, "other.myshopify.com", "Other store", "EUR");
    const html = await dev.page(`/?shop=${other.shop.domain}`, { as: ada });
    expect(words(html)).toContain("Other store");
    expect(words(html)).not.toContain("340");
    expect(html).not.toContain("shopify-app-block");
  });

  it("answers 404 for a shop that does not exist", async () => {
    const response = await fetch(`${dev.url}/?shop=nobody.myshopify.com`);
    expect(response.status).toBe(404);
  });

  it("keeps points from Liquid when their definition does not open them to the storefront", async () => {
    const definition = [...dev.state.all("metafieldDefinition").values()][0];
    if (!definition) throw new Error("the fixture defines the metafield");
    putDefinition(dev.store, dev.state, {
      ...definition,
      access: { ...definition.access, storefront: "NONE" },
    });
    const text = words(await dev.page("/account", { as: ada }));
    putDefinition(dev.store, dev.state, definition);
    expect(text).toContain("You are not collecting points yet");
  });

  it("believes no login cookie that it did not sign", async () => {
    const forged = `dev_store_customer=${encodeURIComponent(`perennial-demo.myshopify.com:${ada.id}:${"0".repeat(64)}`)}`;
    const response = await fetch(`${dev.url}/account`, { headers: { cookie: forged }, redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/account/login"]);
  });

  it("shows no block once the app is uninstalled", async () => {
    const { installation } = dev.state;
    if (!installation) throw new Error("the fixture installs the app");
    dev.store.write(dev.state, (change) => change.put("installation", { ...installation, installed: false }));
    const html = await dev.page("/", { as: ada });
    dev.store.write(dev.state, (change) => change.put("installation", installation));
    expect(html).not.toContain("shopify-app-block");
    expect(html).not.toContain("perennial.css");
  });
});
