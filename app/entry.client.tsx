import { RemixBrowser } from "@remix-run/react";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { createI18n, FALLBACK_LOCALE, LOCALES, resourcesOf } from "./i18n.ts";

// Only the reader's language is loaded: the one the server has rendered.
const files = import.meta.glob("./locales/*/*.json", { import: "default" });
const locale = LOCALES.find((one) => one === document.documentElement.lang) ?? FALLBACK_LOCALE;
const texts = await Promise.all(
  Object.entries(files)
    .filter(([path]) => path.includes(`/${locale}/`))
    .map(async ([path, load]) => [path, await load()] as const),
);
const i18n = createI18n(locale, resourcesOf(locale, Object.fromEntries(texts)));

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <RemixBrowser />
      </I18nextProvider>
    </StrictMode>,
  );
});
