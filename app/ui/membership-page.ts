import type { TFunction } from "i18next";

/** `unknown`: logged in, and Shopify has not told us of this customer yet. */
export type MembershipState = "member" | "outside" | "excluded" | "logged-out" | "unknown";

/** The page on which a shopper joins, leaves or comes back: plain HTML for the store's own theme, complete without a script. */
export function membershipPage(t: TFunction, state: MembershipState, action: string): string {
  const button = (wish: "join" | "leave") =>
    `<form method="post" action="${escape(action)}"><input type="hidden" name="wish" value="${wish}"><button type="submit" class="button">${escape(t(`membership.${wish}`))}</button></form>`;
  return `<section class="page-width">
<h1>${escape(t("membership.title"))}</h1>
<p role="status">${escape(t(`membership.state.${state}`))}</p>
${state === "member" ? `<p>${escape(t("membership.leaving"))}</p>${button("leave")}` : ""}
${state === "outside" ? button("join") : ""}
${state === "logged-out" ? `<p><a href="/account/login">${escape(t("membership.logIn"))}</a></p>` : ""}
</section>`;
}

/** HTML, and Liquid too: the page is a template to Shopify. */
function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;")
    .replaceAll("{", "&#123;")
    .replaceAll("}", "&#125;");
}
