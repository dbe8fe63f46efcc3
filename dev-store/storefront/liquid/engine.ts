import path from "node:path";
import { Liquid, Tag } from "liquidjs";
import type { Context, TagToken, TopLevelToken } from "liquidjs";
import { formatPrice } from "./prices.ts";
import { escapeHtml, translate } from "./translations.ts";
import type { Locales } from "./translations.ts";

interface EngineOptions {
  /** Folder of a theme, an extension or the admin shell: `templates/`, `blocks/`, `snippets/` below it. */
  root: string;
  locales: Locales;
  /** Where the folder's `assets/` are served, e.g. `/theme`. */
  assetsUrl: string;
}

/** What liquidjs binds a filter to. */
interface FilterScope {
  context: Context;
}

/** Tags whose body is for Shopify and never rendered. */
const silentTags = ["schema", "stylesheet", "javascript", "doc"];

/**
 * Liquid as Shopify runs it: its filters and tags beyond the language's own, as far as our templates use them.
 * Values known everywhere (`shop`, `customer`, `app`, `request`) are handed over as liquidjs `globals`, so that
 * `render`ed snippets see them too.
 */
export function createEngine({ root, locales, assetsUrl }: EngineOptions): Liquid {
  const engine = new Liquid({
    root,
    partials: path.join(root, "snippets"),
    layouts: path.join(root, "layout"),
    extname: ".liquid",
    cache: true,
    jsTruthy: false,
    strictFilters: true,
    ownPropertyOnly: true,
    // Days come without an hour and are shown as they are; instants are brought to the shop's zone before.
    timezoneOffset: 0,
  });
  for (const name of silentTags) engine.registerTag(name, silentTag(name));

  engine.registerFilter("t", function (this: FilterScope, key: unknown, ...named: [string, unknown][]) {
    return translate(locales, localeOf(this.context), String(key), Object.fromEntries(named));
  });
  engine.registerFilter("money", function (this: FilterScope, hundredths: unknown) {
    const currency = String(this.context.getSync(["cart", "currency", "iso_code"]));
    return formatPrice(Number(hundredths ?? 0), currency, localeOf(this.context));
  });
  engine.registerFilter("asset_url", (name: string) => `${assetsUrl}/${encodeURIComponent(name)}`);
  engine.registerFilter(
    "stylesheet_tag",
    (url: string) => `<link href="${escapeHtml(url)}" rel="stylesheet" type="text/css" media="all">`,
  );
  engine.registerFilter("json", (value: unknown) => JSON.stringify(value ?? null).replaceAll("<", "\\u003c"));
  // Ruby divides whole numbers into whole numbers; JavaScript does not.
  engine.registerFilter("divided_by", (dividend: unknown, divisor: unknown) => {
    const [a, b] = [Number(dividend), Number(divisor)];
    if (b === 0) return "Liquid error: divided by 0";
    return Number.isInteger(a) && Number.isInteger(b) ? Math.floor(a / b) : a / b;
  });
  // Hundredths of a three-decimal currency have a fraction: keep float noise out of what should be whole again.
  engine.registerFilter("times", (a: unknown, b: unknown) => Number((Number(a) * Number(b)).toPrecision(15)));
  return engine;
}

function localeOf(context: Context): string {
  return String(context.getSync(["request", "locale", "iso_code"]));
}

function silentTag(name: string) {
  return class extends Tag {
    constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
      super(token, remaining, liquid);
      while (remaining.length > 0) {
        const next = remaining.shift() as TopLevelToken & { name?: string };
        if (next.name === `end${name}`) return;
      }
      throw new Error(`tag ${token.getText()} not closed`);
    }
    override render(): void {}
  };
}
