import AxeBuilder from "@axe-core/playwright";
import { afterAll, describe, expect, it } from "vitest";
import { LOCALES } from "#app/i18n.ts";
import { unsubscribePage, type UnsubscribeState } from "#app/ui/unsubscribe-page.ts";
import { closeBrowser, newContext } from "#test/support/browser.ts";
import { textsOf } from "#test/support/texts.ts";

afterAll(closeBrowser);

const STATES: [string, UnsubscribeState][] = [
  ["who gets mail", { shopName: "Quiet & Sons — a shop with quite a long name", unsubscribed: false }],
  ["who has unsubscribed", { shopName: "Quiet", unsubscribed: true }],
  ["whose link belongs to nobody", null],
];

describe.each(LOCALES)("the page that unsubscribes, in %s", (locale) => {
  it.each(STATES)(
    "has nothing that axe objects to, light or dark, on a phone: for somebody %s",
    async (_, state) => {
      const html = unsubscribePage(textsOf(locale).getFixedT(locale, "unsubscribe"), locale, state);
      for (const colorScheme of ["light", "dark"] as const) {
        const context = await newContext({ colorScheme, viewport: { width: 320, height: 640 } });
        const page = await context.newPage();
        await page.setContent(html);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html: found }) => found)])).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
        await context.close();
      }
    },
  );
});
