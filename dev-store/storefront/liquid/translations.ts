import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

export type Translations = { [key: string]: string | Translations };

/** The storefront locales of a theme or an extension: `locales/<locale>[.default].json`. */
export interface Locales {
  defaultLocale: string;
  byLocale: Map<string, Translations>;
}

/**
 * Reads the storefront locale files of a folder; files for the theme editor (`*.schema.json`) are left to
 * `readSchemaLocales`.
 */
export function readLocales(folder: string): Locales {
  return readLocaleFiles(folder, /^([a-z]{2}(?:-[A-Z]{2})?)(\.default)?\.json$/);
}

/** The words of the theme editor: `locales/<locale>[.default].schema.json`. */
export function readSchemaLocales(folder: string): Locales {
  return readLocaleFiles(folder, /^([a-z]{2}(?:-[A-Z]{2})?)(\.default)?\.schema\.json$/);
}

function readLocaleFiles(folder: string, pattern: RegExp): Locales {
  const byLocale = new Map<string, Translations>();
  let defaultLocale: string | undefined;
  for (const file of readdirSync(path.join(folder, "locales"))) {
    const [, locale, isDefault] = pattern.exec(file) ?? [];
    if (!locale) continue;
    byLocale.set(
      locale,
      JSON.parse(readFileSync(path.join(folder, "locales", file), "utf8")) as Translations,
    );
    if (isDefault) defaultLocale = locale;
  }
  if (!defaultLocale) throw new Error(`${folder}/locales has no default locale file such as en.default.json`);
  return { defaultLocale, byLocale };
}

/**
 * Shopify's `t`: a key's text in the locale, else in the default one; with `count` the plural form by CLDR;
 * `{{ name }}` replaced; escaped unless the key ends in `_html`. A missing key is said, as Shopify does.
 */
export function translate(
  locales: Locales,
  locale: string,
  key: string,
  values: Record<string, unknown> = {},
): string {
  const text = textOf(locales, locale, key, values);
  return key.endsWith("_html") ? text : escapeHtml(text);
}

/** The same as plain text, for what is escaped later. */
export function textOf(
  locales: Locales,
  locale: string,
  key: string,
  values: Record<string, unknown> = {},
): string {
  const found = lookUp(locales, locale, key, values) ?? lookUp(locales, locales.defaultLocale, key, values);
  if (found === undefined) return `Translation missing: ${locale}.${key}`;
  return found.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    name in values ? String(values[name] ?? "") : whole,
  );
}

function lookUp(locales: Locales, locale: string, key: string, values: Record<string, unknown>) {
  let node: string | Translations | undefined =
    locales.byLocale.get(locale) ?? locales.byLocale.get(locale.split("-")[0] ?? "");
  for (const part of key.split(".")) node = typeof node === "object" ? node[part] : undefined;
  if (typeof node === "string") return node;
  if (node === undefined || values.count === undefined) return undefined;
  const form = node[new Intl.PluralRules(locale).select(Number(values.count))] ?? node.other;
  return typeof form === "string" ? form : undefined;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
