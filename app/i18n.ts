import { createInstance, type i18n, type Resource } from "i18next";
import { initReactI18next } from "react-i18next";

export const LOCALES = ["en", "ru"] as const;
export type Locale = (typeof LOCALES)[number];
export const FALLBACK_LOCALE: Locale = "en";

/**
 * The reader's language: Shopify says it in the `locale` parameter of the page it embeds; a page opened otherwise goes by the
 * browser's preferences.
 */
export function localeOf(url: URL, acceptLanguage: string | null): Locale {
  const wanted = [
    url.searchParams.get("locale"),
    ...(acceptLanguage ?? "").split(",").map((part) => part.split(";", 1)[0]),
  ];
  for (const tag of wanted) {
    const language = tag?.trim().toLowerCase().split("-", 1)[0];
    const known = LOCALES.find((locale) => locale === language);
    if (known !== undefined) return known;
  }
  return FALLBACK_LOCALE;
}

/** Texts of one language: one namespace a file of `app/locales/<locale>/`. A key without a text shows itself. */
export function createI18n(locale: Locale, resources: Resource): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    resources,
    ns: Object.keys(resources[locale] ?? {}),
    defaultNS: "common",
    initAsync: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false },
  });
  return instance;
}

/** `./locales/ru/members.json` → texts of the namespace `members`. */
export function resourcesOf(locale: Locale, files: Readonly<Record<string, unknown>>): Resource {
  const texts = Object.entries(files).flatMap(([path, content]) => {
    const [, fileLocale, namespace] = /\/locales\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
    return fileLocale === locale && namespace !== undefined ? [[namespace, content] as const] : [];
  });
  return { [locale]: Object.fromEntries(texts) } as Resource;
}
