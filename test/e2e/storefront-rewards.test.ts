/**
 * The page on which a shopper redeems, in the store's own theme, behind Shopify's proxy, in a browser that runs no script.
 */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeBrowser, newContext } from "#test/support/browser.ts";
import { startStack, type Stack } from "#test/support/stack.ts";
import { connectDemoShop, type Member, type StackShop } from "#test/support/stack-shop.ts";
import { adjust } from "./surface.ts";

const PATH = "/apps/perennial/rewards";
let stack: Stack;
let shop: StackShop;
let ada: Member;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  stack = await startStack({}, { demoShop: "empty" });
  await stack.ready();
  // Nothing reaches shoppers before the launch, and only the demo shop is launched by itself.
  shop = await connectDemoShop(stack);
  const reward = { id: "five-off", kind: "amount-off", name: "5 off", points: 500, value: "5.00" };
  const put = await shop.api("PUT", "/program", { rewards: [reward] });
  expect(put.status, JSON.stringify(put.body)).toBe(200);
  const customerId = await shop.customer({ firstName: "Ada" });
  await shop.order({ customerId, lines: [{ price: "1.00" }] });
  await shop.settle();
  ada = await shop.member(customerId);
});
afterAll(async () => {
  await closeBrowser();
  await stack.stop();
});

beforeEach(async () => {
  await adjust(shop, ada.id, { points: 1000 - (await balance()) });
  context = await newContext({ javaScriptEnabled: false });
  const login = await context.request.post(`${stack.storeUrl}/_control/login?shop=${shop.domain}`, {
    data: { customerId: ada.customerId },
  });
  expect(login.status()).toBe(200);
  page = await context.newPage();
  await page.goto(`${stack.storeUrl}${PATH}`);
  return () => context.close();
});

const balance = async () => (await shop.member(ada.customerId!)).balance;
const redemptions = async () =>
  (
    await shop.api<{ items: { id: string; code: string; status: string }[] }>(
      "GET",
      `/members/${ada.id}/redemptions`,
    )
  ).body.items;
const told = () => page.getByRole("status").innerText();

describe("a shopper without a script", () => {
  it("redeems, sees the code, and gives it back", async () => {
    await page.getByRole("button", { name: "Redeem 5 off" }).click();
    expect(await told()).toBe("Done: your reward is below.");
    const [made] = await redemptions();
    expect(made).toMatchObject({ status: "issued", code: expect.any(String) });
    expect(await page.getByText(`Code: ${made!.code}`).count()).toBe(1);
    expect(await balance()).toBe(500);

    await page.getByRole("button", { name: "Give back 5 off" }).first().click();
    expect(await told()).toBe("Given back: your points have returned.");
    expect(await page.getByText(made!.code).count()).toBe(0);
    expect(await balance()).toBe(1000);
  });

  it("who sends the form twice redeems once", async () => {
    const before = (await redemptions()).length;
    const key = await page.locator("input[name=key]").first().inputValue();
    for (let time = 1; time <= 2; time += 1) {
      const answer = await page.request.post(`${stack.storeUrl}${PATH}`, {
        form: { reward: "five-off", key },
      });
      expect(answer.status()).toBe(200);
      expect(await answer.text()).toContain("Done: your reward is below.");
    }
    expect(await redemptions()).toHaveLength(before + 1);
    expect(await balance()).toBe(500);
  });

  it("can neither give back nor see what is another's", async () => {
    await page.getByRole("button", { name: "Redeem 5 off" }).click();
    const [made] = await redemptions();
    const ben = await shop.customer();
    await shop.order({ customerId: ben, lines: [{ price: "1.00" }] });
    await shop.settle();
    await context.request.post(`${stack.storeUrl}/_control/login?shop=${shop.domain}`, {
      data: { customerId: ben },
    });
    const answer = await page.request.post(`${stack.storeUrl}${PATH}`, { form: { cancel: made!.id } });
    const html = await answer.text();
    expect(html).toContain("That is no longer there.");
    expect(html).not.toContain(made!.code);
    expect((await redemptions())[0]).toMatchObject({ id: made!.id, status: "issued" });
  });

  it("who is not logged in is shown the way to log in, and can take nothing", async () => {
    await context.clearCookies();
    await page.goto(`${stack.storeUrl}${PATH}?shop=${shop.domain}`);
    expect(await page.getByText("Log in to see your rewards.").count()).toBe(1);
    const before = (await redemptions()).length;
    await page.request.post(`${stack.storeUrl}${PATH}`, { form: { reward: "five-off", key: "mine" } });
    expect(await redemptions()).toHaveLength(before);
  });

  it("finds no such page before the launch", async () => {
    const closed = await stack.openShop({ name: "Not launched" });
    const answer = await page.request.get(`${stack.storeUrl}${PATH}?shop=${closed.domain}`);
    expect(answer.status()).toBe(404);
  });
});
