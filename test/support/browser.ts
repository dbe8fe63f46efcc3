import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from "playwright-core";
import { prepareBrowser } from "../../scripts/browser.ts";

/** Shopify's library answers 410 to what looks like a bot, so contexts say that they are a person's desktop browser. */
export const DESKTOP_USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36";

let launched: Promise<Browser> | undefined;

/** The one browser of a test file, launched at the first call. Close it in `afterAll` with `closeBrowser`. */
export function launchBrowser(): Promise<Browser> {
  return (launched ??= (async () => {
    const { executablePath, env } = await prepareBrowser();
    return chromium.launch({
      executablePath,
      env: { ...process.env, ...env },
      args: [
        "--headless=shell",
        "--no-sandbox", // tests run as root in containers, where Chromium's sandbox cannot
        "--disable-background-networking",
        "--disable-gpu",
        "--font-render-hinting=none",
      ],
    });
  })());
}

/** A fresh profile: no cookies, no storage, 1280 × 800 unless told. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const browser = await launchBrowser();
  return browser.newContext({
    userAgent: DESKTOP_USER_AGENT,
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    ...options,
  });
}

export async function closeBrowser(): Promise<void> {
  const browser = await launched;
  launched = undefined;
  await browser?.close();
}
