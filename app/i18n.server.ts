import type { i18n } from "i18next";
import { createI18n, localeOf, resourcesOf, type Locale } from "./i18n.ts";

const files = import.meta.glob("./locales/*/*.json", { eager: true, import: "default" });

/** Texts in the language of the request's reader. */
export function i18nOf(request: Request): i18n {
  return i18nIn(localeOf(new URL(request.url), request.headers.get("Accept-Language")));
}

export function i18nIn(locale: Locale): i18n {
  return createI18n(locale, resourcesOf(locale, files));
}
