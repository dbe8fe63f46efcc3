/** Every page of the admin for everybody: in both languages, on a desk and on a phone, by axe's rules. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterAdmin, findBarriers } from "#test/support/admin.ts";
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

/** `one`: the first member. */
const PAGES = [
  "",
  "/members",
  "/members/one",
  "/grants",
  "/grants/new",
  "/campaigns",
  "/campaigns/new",
  "/segments",
  "/redemptions",
  "/mails",
  "/mails/earned",
  "/mails/settings",
  "/program",
  "/program/rules/base",
  "/program/rules/new",
  "/program/life",
  "/program/rewards/new",
  "/connection",
  "/settings",
  "/activity",
  "/imports/new",
];
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
      const barriers: string[] = [];
      for (const path of PAGES) {
        if (path === "/members/one" && shop !== "perennial-demo") continue;
        await merchant.open(path.replace("one", memberId));
        await merchant.app.locator("[class^=Polaris-Skeleton]").first().waitFor({ state: "detached" });
        barriers.push(...(await findBarriers(merchant)).map((barrier) => `${path} ${barrier}`));
        const root = merchant.app.locator("html");
        const overhang = await root.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
        if (overhang > 0) barriers.push(`${path} scrolls sideways by ${overhang} pixels`);
        expect(await root.getAttribute("lang")).toBe(locale.slice(0, 2));
      }
      expect(barriers).toEqual([]);
      // axe writes into every frame, and the one that shows a mail lets no script run.
      const complaints = merchant.complaints.filter((one) => !one.startsWith("Blocked script execution"));
      expect(complaints).toEqual([]);
    },
    300_000, // every page of one reader in one shop
  );
});
