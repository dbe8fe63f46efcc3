/** Every page of the admin for everybody: in both languages, on a desk and on a phone, by axe's rules. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterAdmin, findBarriers, type Merchant } from "#test/support/admin.ts";
import { closeBrowser } from "#test/support/browser.ts";
import { startStack, type Stack } from "#test/support/stack.ts";

let stack: Stack;
let memberId: string;

beforeAll(async () => {
  stack = await startStack();
  await stack.ready();
  await stack.control("POST", "/shops", { name: "Empty Shop" });
  const members = await stack.api<{ items: { id: string }[] }>("GET", "/api/v1/members?limit=1");
  await publishTiers();
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
  "/program/tiers",
  "/program/tiers/silver",
  "/tiers",
  "/tiers/files",
  "/tiers/files/new",
  "/connection",
  "/uninstall",
  "/settings",
  "/activity",
  "/imports/new",
];
/** The demo shop has a ladder, the empty one none. */
async function publishTiers(): Promise<void> {
  const { body } = await stack.api<object>("GET", "/api/v1/program");
  const tiers = {
    window: { kind: "rolling", months: 12 },
    ladder: [
      { id: "bronze", name: "Bronze", from: "0" },
      { id: "silver", name: "Silver", from: "300", multiplier: "1.5", color: "#9aa3ad", icon: "star" },
    ],
  };
  await stack.api("PUT", "/api/v1/program", { ...body, tiers });
}

const DESK = 1280;
const PHONE = 390;
/**
 * axe reads the words of each language and the layout of each width once: the longest words in the narrowest layout, where they
 * are hardest to place. That a page fits its window shows at the other width by a look.
 */
const READERS = [
  { locale: "en-US", width: DESK, otherWidth: PHONE },
  { locale: "ru-RU", width: PHONE, otherWidth: DESK },
];

describe.each(READERS)("in $locale, read at $width pixels", ({ locale, width, otherWidth }) => {
  /** Paths and shapes that axe has read: a form that is built alike in both shops is read in one. */
  const read = new Set<string>();

  it.each(["perennial-demo", "empty-shop"])(
    `no page of %s has barriers, or runs over the edge at ${width} or ${otherWidth} pixels`,
    async (shop) => {
      const merchant = await enterAdmin(stack, shop, { locale });
      const barriers: string[] = [];
      for (const path of PAGES) {
        if (path === "/members/one" && shop !== "perennial-demo") continue;
        await resize(merchant, width);
        await merchant.open(path.replace("one", memberId));
        await merchant.app.locator("[class^=Polaris-Skeleton]").first().waitFor({ state: "detached" });
        expect(await merchant.app.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
        const shape = `${path} ${await shapeOf(merchant)}`;
        if (!read.has(shape))
          barriers.push(...(await findBarriers(merchant)).map((barrier) => `${path} ${barrier}`));
        read.add(shape);
        for (const pixels of [width, otherWidth]) {
          await resize(merchant, pixels);
          const overhang = await overhangOf(merchant);
          if (overhang > 0) barriers.push(`${path} scrolls sideways by ${overhang} of ${pixels} pixels`);
        }
      }
      expect(barriers).toEqual([]);
      // axe writes into every frame, and the one that shows a mail lets no script run.
      const complaints = merchant.complaints.filter((one) => !one.startsWith("Blocked script execution"));
      expect(complaints).toEqual([]);
    },
    300_000, // every page of one reader in one shop
  );
});

const resize = ({ page }: Merchant, width: number) => page.setViewportSize({ width, height: 900 });

/** By how many pixels the app is wider than its window, after the frames in which a new width is laid out. */
const overhangOf = ({ app }: Merchant): Promise<number> =>
  app.locator("html").evaluate(async (root) => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return root.scrollWidth - root.clientWidth;
  });

/** How the app's page is built, whatever it says: its elements with their classes and the names of their attributes. */
const shapeOf = ({ app }: Merchant): Promise<string> =>
  app
    .locator("html")
    .evaluate((root) =>
      [...root.querySelectorAll("body, body *:not(script)")]
        .map(
          (one) => `${one.tagName} ${one.getAttribute("class")} ${one.getAttributeNames().sort().join(" ")}`,
        )
        .join("\n"),
    );
