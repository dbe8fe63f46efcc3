/**
 * What a shopper sees of their tier, in the store's own theme and behind Shopify's proxy, in a browser that runs no script.
 */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeBrowser, newContext } from "#test/support/browser.ts";
import { startStack, type Stack } from "#test/support/stack.ts";
import { connectDemoShop, type StackShop } from "#test/support/stack-shop.ts";

const LADDER = [
  { id: "bronze", name: "Bronze", from: "0" },
  { id: "silver", name: "Silver", from: "500", multiplier: "1.5", texts: { ru: { name: "Серебро" } } },
  { id: "gold", name: "Gold", from: "1000", freeShipping: "code", texts: { ru: { name: "Золото" } } },
  { id: "club", name: "Founders' club", from: null, multiplier: "3" },
];
let stack: Stack;
let shop: StackShop;
let ada: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  stack = await startStack({}, { demoShop: "empty" });
  await stack.ready();
  shop = await connectDemoShop(stack);
  const put = await shop.api("PUT", "/program", {
    earning: { rules: [{ id: "base", kind: "purchase", points: 1, per: "1.00" }] },
    rewards: [
      { id: "cup", kind: "amount-off", name: "Cup", points: 10, value: "1.00", tierIds: ["gold"] },
      { id: "night", kind: "amount-off", name: "Club night", points: 10, value: "1.00", tierIds: ["club"] },
    ],
    tiers: {
      ...{ measure: "spent", window: { kind: "calendar-year", keepNext: true }, countPending: true },
      ...{ noticeDays: 30, ladder: LADDER },
    },
  });
  expect(put.status, JSON.stringify(put.body)).toBe(200);
  ada = await shop.customer({ firstName: "Ada" });
  await shop.order({ customerId: ada, lines: [{ price: "780.00" }] });
  await shop.settle();
});
afterAll(async () => {
  await closeBrowser();
  await stack.stop();
});

beforeEach(async () => {
  context = await newContext({ javaScriptEnabled: false });
  await context.request.post(`${stack.storeUrl}/_control/login?shop=${shop.domain}`, {
    data: { customerId: ada },
  });
  page = await context.newPage();
  return () => context.close();
});
const open = (path: string) => page.goto(`${stack.storeUrl}${path}`);
const text = async (selector: string) => (await page.locator(selector).innerText()).replaceAll(/\s+/g, " ");
const year = new Date().getUTCFullYear();

describe("a shopper without a script", () => {
  it("sees in the theme the tier, the way to the next in words and as a bar, and all tiers but the closed one", async () => {
    await open("/account");
    const block = await text(".perennial-balance");
    expect(block).toContain("Your tier: Silver");
    expect(block).toContain(`$220.00 more by December 31, ${year} and you are Gold`);
    expect(block).toContain(`Yours through December 31, ${year + 1}. $500.00 more by then keeps it.`);
    expect(await page.getByRole("progressbar", { name: "and you are Gold" }).getAttribute("value")).toBe(
      "78",
    );
    await page.getByText("All tiers and what they give").click();
    expect(await page.getByRole("row", { name: "Silver" }).innerText()).toContain("1.5 times the points");
    expect(await page.content()).not.toContain("Founders");
  });

  it("sees it on the membership page in their language, by the names that the tiers have there", async () => {
    await open("/apps/perennial/membership?locale=ru");
    const told = await text("section.page-width");
    expect(told).toContain("Ваш уровень: Серебро");
    expect(told).toContain("и ваш уровень: Золото");
    expect(told).toContain("Бесплатная доставка");
  });

  it("is told on the rewards page which tier a reward needs, and nothing of what is for closed tiers", async () => {
    await open("/apps/perennial/rewards?locale=en");
    const told = await text("section.page-width");
    expect(told).toContain("For members of Gold.");
    expect(told).not.toContain("Club night");
  });

  it("reads it as JSON, and a guest the ladder alone", async () => {
    const read = async () =>
      (await (await context.request.get(`${stack.storeUrl}/apps/perennial/tiers`)).json()) as object;
    expect(await read()).toMatchObject({
      currency: "USD",
      standing: { tierId: "silver", next: { tierId: "gold", missing: [{ amount: "220.00" }] } },
    });
    await context.clearCookies();
    const guest = (await (
      await context.request.get(`${stack.storeUrl}/apps/perennial/tiers?shop=${shop.domain}`)
    ).json()) as { standing: unknown; tiers: { ladder: { id: string }[] } };
    expect(guest.standing).toBeNull();
    expect(guest.tiers.ladder.map(({ id }) => id)).toEqual(["bronze", "silver", "gold"]);
  });

  it("sees a closed club once they are in it", async () => {
    const { id } = await shop.member(ada);
    const set = await shop.api("POST", `/members/${id}/tier`, {
      ...{ tierId: "club", until: null, reason: "Founder", idempotencyKey: "founder" },
    });
    expect(set.status, JSON.stringify(set.body)).toBeLessThan(300);
    await shop.settle();
    await open("/account");
    expect(await text(".perennial-balance")).toContain("Your tier: Founders' club");
  });
});
