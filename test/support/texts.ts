import { readdirSync, readFileSync } from "node:fs";
import type { i18n } from "i18next";
import { createI18n, type Locale } from "#app/i18n.ts";

const FOLDER = new URL("../../app/locales/", import.meta.url);

/** The admin's texts of one language, read from the files that the app ships. */
export function readTexts(locale: Locale): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    readdirSync(new URL(`${locale}/`, FOLDER)).map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(new URL(`${locale}/${file}`, FOLDER), "utf8")) as Record<string, unknown>,
    ]),
  );
}

export function textsOf(locale: Locale): i18n {
  return createI18n(locale, { [locale]: readTexts(locale) });
}
