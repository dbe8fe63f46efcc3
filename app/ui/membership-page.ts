import type { TFunction } from "i18next";
import { escapeHtml } from "./storefront-html.ts";
import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";

/** `unknown`: logged in, and Shopify has not told us of this customer yet. */
export type MembershipState = "member" | "outside" | "excluded" | "logged-out" | "unknown";

/** The birthday of a member whom the program asks for it; what came of telling one just now. */
export type BirthdayQuestion = {
  readonly facts: BirthdayFacts;
  readonly locale: string;
  readonly told: "kept" | "no-such-day" | null;
};

/** The page on which a shopper joins, leaves or comes back: plain HTML for the store's own theme, complete without a script. */
export function membershipPage(
  t: TFunction,
  state: MembershipState,
  action: string,
  birthday: BirthdayQuestion | null = null,
  /** HTML that tells of the tiers; empty: there are none. */
  tiers = "",
): string {
  const button = (wish: "join" | "leave") =>
    `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="wish" value="${wish}"><button type="submit" class="button">${escapeHtml(t(`membership.${wish}`))}</button></form>`;
  return `<section class="page-width">
<h1>${escapeHtml(t("membership.title"))}</h1>
<p role="status">${escapeHtml(t(`membership.state.${state}`))}</p>
${tiers}
${state === "member" && birthday !== null ? birthdayForm(t, action, birthday) : ""}
${state === "member" ? `<p>${escapeHtml(t("membership.leaving"))}</p>${button("leave")}` : ""}
${state === "outside" ? button("join") : ""}
${state === "logged-out" ? `<p><a href="/account/login">${escapeHtml(t("membership.logIn"))}</a></p>` : ""}
</section>`;
}

function birthdayForm(t: TFunction, action: string, { facts, locale, told }: BirthdayQuestion): string {
  const { birthday, nextBirthday, nextBirthdayYear } = facts;
  const format = (monthDay: string) =>
    new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", timeZone: "UTC" }).format(
      new Date(`2000-${monthDay}T00:00:00Z`),
    );
  const known = [
    ...(birthday === null ? [] : [t("birthday.known", { day: format(birthday) })]),
    ...(nextBirthday === null
      ? []
      : [t("birthday.next", { day: format(nextBirthday), year: String(nextBirthdayYear) })]),
  ];
  const [month = "", day = ""] = (nextBirthday ?? birthday ?? "").split("-");
  const months = Array.from({ length: 12 }, (_, number) => {
    const name = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
    return { value: twoDigits(number + 1), label: name.format(new Date(Date.UTC(2000, number, 1))) };
  });
  const days = Array.from({ length: 31 }, (_, number) => ({
    ...{ value: twoDigits(number + 1), label: String(number + 1) },
  }));
  return `<h2>${escapeHtml(t("birthday.title"))}</h2>
${told === "no-such-day" ? `<p role="alert">${escapeHtml(t("birthday.noSuchDay"))}</p>` : ""}
<p${told === "kept" ? ' role="status"' : ""}>${escapeHtml([...known, t("birthday.help")].join(" "))}</p>
<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="wish" value="birthday">
${choice("day", t("birthday.day"), days, day)}
${choice("month", t("birthday.month"), months, month)}
<button type="submit" class="button">${escapeHtml(t("birthday.keep"))}</button></form>`;
}

const twoDigits = (number: number) => String(number).padStart(2, "0");

function choice(
  name: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
): string {
  const rest = options.map(
    ({ value, label: text }) =>
      `<option value="${value}"${value === chosen ? " selected" : ""}>${escapeHtml(text)}</option>`,
  );
  return `<label>${escapeHtml(label)} <select name="${name}" required><option value=""></option>${rest.join("")}</select></label>`;
}
