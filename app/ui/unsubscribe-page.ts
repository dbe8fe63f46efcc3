import type { TFunction } from "i18next";

/** Null: the link belongs to nobody. */
export type UnsubscribeState = { readonly shopName: string; readonly unsubscribed: boolean } | null;

/** The page behind the last link of every mail: complete in itself, without login and without a script. */
export function unsubscribePage(
  t: TFunction<"unsubscribe">,
  language: string,
  state: UnsubscribeState,
): string {
  const title = state === null ? t("unknown.title") : t("title", { shop: state.shopName });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>
body { margin: 0; background: #f4f4f4; color: #1a1a1a; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 10vh auto 0; padding: 1.5rem; background: #fff; border-radius: 0.75rem; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
button { min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 0; border-radius: 0.5rem; background: #1a1a1a; color: #fff; font: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #f4f4f4; }
  main { background: #222; }
  button { background: #f4f4f4; color: #111; }
  button:focus-visible { outline-color: #8cc4ff; }
}
</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${state === null ? `<p>${escape(t("unknown.text"))}</p>` : body(t, state)}
</main>
</body>
</html>
`;
}

function body(t: TFunction<"unsubscribe">, state: NonNullable<UnsubscribeState>): string {
  const wish = state.unsubscribed ? "resubscribe" : "unsubscribe";
  const told = t(state.unsubscribed ? "unsubscribed" : "subscribed", { shop: state.shopName });
  return `<p role="status">${escape(told)}</p>
<p>${escape(t("points"))}</p>
<form method="post"><input type="hidden" name="wish" value="${wish}"><button type="submit">${escape(t(wish))}</button></form>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
