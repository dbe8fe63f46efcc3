/** Every page of the admin for everybody: in both languages, on a desk and on a phone, by axe's rules. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterAdmin, expectAccessible } from "#test/support/admin.ts";
import { closeBrowser } from "#test/support/browser.ts";
import { startStack, type Stack } from "#test/support/stack.ts";

let stack: Stack;
let memberId: string;

beforeAll(async () => {
  stack = await startStack();
  await stack.ready();
  await stack.control("POST", "/shops", { name: "Empty Shop" });
  const members = await stack.api<{ items: { id: string }[] }>("GET", "/api/v1/members?limit=1");
  memberId = members.body.items[0]?.id ?? "";
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  await stack.stop();
});

const PAGES = ["", "/members", "/members/one", "/program", "/connection", "/settings", "/imports/new"];
const READERS = [
  { locale: "en-US", width: 1280 },
  { locale: "en-US", width: 390 },
  { locale: "ru-RU", width: 1280 },
  { locale: "ru-RU", width: 390 },
];

describe.each(READERS)("in $locale at $width pixels", ({ locale, width }) => {
  it.each(["perennial-demo", "empty-shop"])(
    "no page of %s has barriers or runs over the edge",
    async (shop) => {
      const merchant = await enterAdmin(stack, shop, { locale, viewport: { width, height: 900 } });
      for (const path of PAGES) {
        if (path === "/members/one" && shop !== "perennial-demo") continue;
        await merchant.open(path.replace("one", memberId));
        await merchant.page.waitForLoadState("networkidle");
        await expectAccessible(merchant);
        const overhang = await merchant.app
          .locator("html")
          .evaluate((root) => root.scrollWidth - root.clientWidth);
        expect(overhang, `${path} scrolls sideways`).toBe(0);
        expect(await merchant.app.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
      }
      expect(merchant.complaints).toEqual([]);
    },
  );
});
