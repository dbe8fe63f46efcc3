import AxeBuilder from "@axe-core/playwright";
import type { BrowserContextOptions, FrameLocator, Page } from "playwright-core";
import { newContext } from "./browser.ts";
import type { Stack } from "./stack.ts";

/** The merchant in their admin: the page is the admin's shell, `app` what it embeds. */
export type Merchant = {
  readonly page: Page;
  readonly app: FrameLocator;
  /** Opens one of the app's pages as a link would, and waits until it answers to hands. */
  open(path: string): Promise<void>;
  /** Requests that left this machine, and errors that a page threw or logged. */
  readonly complaints: string[];
};

export async function enterAdmin(
  stack: Stack,
  shop: string,
  options: BrowserContextOptions = {},
): Promise<Merchant> {
  const context = await newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).hostname !== "127.0.0.1")
      complaints.push(`left this machine: ${request.url()}`);
  });
  const app = page.frameLocator("iframe");
  return {
    page,
    app,
    complaints,
    async open(path) {
      await page.goto(`${stack.storeUrl}/admin/${shop}/apps/perennial/app${path}`);
      await app.getByRole("heading", { level: 1 }).first().evaluate(untilInteractive);
    },
  };
}

/** The server's HTML stands before React has taken it over; what is typed in between is lost. */
function untilInteractive(title: Element): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (Object.keys(title).some((key) => key.startsWith("__reactFiber$")))
        requestAnimationFrame(() => resolve());
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** What WCAG 2.2 AA has against the shell and the app in it, as far as a machine can tell. */
export async function findBarriers({ page }: Merchant): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html}`),
  );
}
