import path from "node:path";
import type { Response } from "express";
import type { Store } from "#dev-store/state/store.ts";
import { BlockPlacements, blocksOn, embedsOn } from "./block-placement.ts";
import { createEngine } from "./liquid/engine.ts";
import { appObject, cartObject, customerObject, shopObject } from "./liquid/objects.ts";
import { readLocales, textOf } from "./liquid/translations.ts";
import { loadThemeExtension } from "./theme-extension.ts";
import type { LiquidGlobals, ThemeExtension } from "./theme-extension.ts";
import { locales } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** Where the theme's own assets are served. */
export const themeAssetsUrl = "/theme";
export const themeFolder = path.join(import.meta.dirname, "theme");
export const extensionFolder = path.join(import.meta.dirname, "../../extensions/perennial-widget");

const routes = {
  root_url: "/",
  account_url: "/account",
  account_login_url: "/account/login",
  account_logout_url: "/account/logout",
  cart_url: "/cart",
  collections_url: "/collections",
  all_products_collection_url: "/collections/all",
};

export interface Page {
  /** File below `theme/templates/`. */
  template: string;
  title: string;
  /** Shopify's name of the page type, which app blocks are placed on: `index`, `product`, `account` … */
  type: string;
  values?: Record<string, unknown>;
  /** What Liquid knows on this page beyond what it knows on all: `product`. */
  globals?: LiquidGlobals;
  status?: number;
}

/** The theme with the app's blocks in place. */
export class Theme {
  readonly extension: ThemeExtension;
  readonly placements: BlockPlacements;
  readonly #store: Store;
  readonly #locales = readLocales(themeFolder);
  readonly #engine = createEngine({ root: themeFolder, locales: this.#locales, assetsUrl: themeAssetsUrl });

  constructor(store: Store) {
    this.#store = store;
    this.extension = loadThemeExtension(extensionFolder);
    this.placements = new BlockPlacements(store.config.folder);
  }

  /** The theme's own words, as plain text. */
  text(visit: Visit, key: string, values: Record<string, unknown> = {}): string {
    return textOf(this.#locales, visit.locale, key, values);
  }

  /** Renders a page and sends it. Nothing that depends on the shopper may be kept by a cache. */
  async send(response: Response, visit: Visit, page: Page): Promise<void> {
    const globals = { ...this.#globals(visit, page.type), ...page.globals };
    const placement = this.placements.of(visit.state.shop.domain);
    const installed = visit.state.installation?.installed ?? false;
    const blocks = installed ? blocksOn(this.extension, placement, page.type) : [];
    const appBlocks = await Promise.all(blocks.map((block) => this.extension.render(block, globals)));
    const values = { ...page.values, app_blocks: appBlocks.join("\n") };
    const content = (await this.#engine.renderFile(`templates/${page.template}`, values, {
      globals,
    })) as string;
    await this.#sendInLayout(response, visit, page, globals, content);
  }

  /** Liquid that the app's proxy answered with (`application/liquid`), rendered inside the theme as Shopify does. */
  async sendLiquid(response: Response, visit: Visit, source: string, status: number): Promise<void> {
    const page: Page = { template: "", title: visit.state.shop.name, type: "app", status };
    const globals = this.#globals(visit, page.type);
    const content = (await this.#engine.parseAndRender(source, {}, { globals })) as string;
    await this.#sendInLayout(response, visit, page, globals, content);
  }

  async #sendInLayout(
    response: Response,
    visit: Visit,
    page: Page,
    globals: LiquidGlobals,
    content: string,
  ): Promise<void> {
    const placement = this.placements.of(visit.state.shop.domain);
    const installed = visit.state.installation?.installed ?? false;
    const [head, body] = installed
      ? [embedsOn(this.extension, placement, "head"), embedsOn(this.extension, placement, "body")]
      : [[], []];
    const render = async (blocks: typeof head) =>
      (await Promise.all(blocks.map((block) => this.extension.render(block, globals)))).join("\n");
    const placed = installed ? [...blocksOn(this.extension, placement, page.type), ...head, ...body] : [];
    const html = (await this.#engine.renderFile(
      "layout/theme",
      {
        page_title: page.title,
        content_for_header: `${this.extension.headTags(placed)}\n${await render(head)}`,
        content_for_layout: `${content}\n${await render(body)}`,
        shops: this.#store.shops.map(({ shop }) => ({ name: shop.name, domain: shop.domain })),
        locales,
      },
      { globals },
    )) as string;
    response
      .status(page.status ?? 200)
      .set({ "Cache-Control": "private, no-store", "Content-Language": visit.locale })
      .type("html")
      .send(html);
  }

  #globals(visit: Visit, pageType: string): LiquidGlobals {
    const { state, customer, cart, cartLines, locale, path: requestPath } = visit;
    return {
      shop: shopObject(state),
      app: appObject(state),
      customer: customer ? customerObject(state, customer) : null,
      cart: cartObject(state, cartLines, cart.codes),
      routes,
      request: {
        locale: { iso_code: locale, primary: locale === "en" },
        path: requestPath,
        page_type: pageType,
        design_mode: false,
      },
    };
  }
}
