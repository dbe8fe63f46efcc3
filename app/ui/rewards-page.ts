import type { TFunction } from "i18next";
import type { Reward } from "#app/domain/rewards/reward.ts";
import type { RedemptionStatus } from "#app/domain/rewards/redemption.ts";
import { isWorthMoney } from "#app/domain/rewards/quote.ts";
import type { Format } from "./format.ts";
import { escapeHtml } from "./storefront-html.ts";

export type RewardsView =
  | { readonly state: "logged-out" | "unknown" | "excluded" }
  | {
      readonly state: "known";
      readonly spendable: number;
      readonly rewards: readonly {
        readonly reward: Reward;
        readonly because: string | null;
        /** Names of the tiers that it is for, as far as this shopper may know of them. */
        readonly tiers: readonly string[];
      }[];
      readonly redemptions: readonly {
        readonly redemptionId: string;
        readonly name: string;
        /** What it cost. */
        readonly points: number;
        /** `delivered`: store credit or a gift card, which no order needs to carry. */
        readonly status: RedemptionStatus | "delivered";
        /** null: there is none, or not yet. */
        readonly code: string | null;
        readonly expiresAt: Date | null;
        readonly mayComeBack: boolean;
      }[];
      /** A new one for each page: what is sent twice is done once. */
      readonly key: string;
    };

/** Why nobody can take a reward: such rewards are not shown at all. */
const HIDDEN = new Set(["switched-off", "not-begun", "over", "scope-missing", "product-deleted"]);

/** Between one reward and the next; all else is the theme's. */
const ROOM = "margin-block-end:1.5rem";

/**
 * The page on which a shopper redeems, finds the codes, and gives back what is unused: plain HTML for the store's own theme, complete
 * without a script. `action`: where its forms go; `notice`: what has become of the form that was sent.
 */
export function rewardsPage(
  t: TFunction,
  format: Format,
  view: RewardsView,
  page: { readonly action: string; readonly notice: string | null },
): string {
  const told =
    page.notice === null ? "" : `<p role="status">${escapeHtml(t(`rewards.notice.${page.notice}`))}</p>`;
  return `<section class="page-width">
<h1>${escapeHtml(t("rewards.title"))}</h1>
${told}
${view.state === "known" ? knownPage(t, format, view, page.action) : strangerPage(t, view.state)}
</section>`;
}

function strangerPage(t: TFunction, state: "logged-out" | "unknown" | "excluded"): string {
  const link = `<p><a href="/account/login">${escapeHtml(t("rewards.logIn"))}</a></p>`;
  return `<p>${escapeHtml(t(`rewards.${state}`))}</p>${state === "logged-out" ? link : ""}`;
}

function knownPage(
  t: TFunction,
  format: Format,
  view: Extract<RewardsView, { state: "known" }>,
  action: string,
): string {
  const shown = view.rewards.filter(
    ({ because, tiers }) =>
      because === null ||
      // What is for closed tiers alone is not for the eyes of others.
      (because === "tier-required" ? tiers.length > 0 : !HIDDEN.has(because)),
  );
  const balance = t("rewards.balance", { count: view.spendable, points: format.number(view.spendable) });
  const offered = shown.map(({ reward, because, tiers }) => {
    const form =
      because === null ? takeForm(t, reward, view.spendable, `${view.key}-${reward.id}`, action) : "";
    const reason =
      because === "tier-required" && tiers.length > 0
        ? t("rewards.because.tier-required-named", { tiers: format.list(tiers, "any") })
        : t(`rewards.because.${because}`);
    const why = because === null ? "" : `<p>${escapeHtml(reason)}</p>`;
    return `<li style="${ROOM}"><h2>${escapeHtml(reward.name)}</h2><p>${escapeHtml(termsOf(t, format, reward))}</p>${why}${form}</li>`;
  });
  const own = view.redemptions.map((one) => {
    const until = one.expiresAt && t("rewards.own.until", { day: format.lastDayBefore(one.expiresAt) });
    const facts = [
      t("rewards.price", { count: one.points, points: format.number(one.points) }),
      t(`rewards.status.${one.status}`),
      one.code === null ? null : t("rewards.own.code", { code: one.code }),
      one.status === "issued" ? until : null,
    ].filter((fact) => fact !== null);
    const cancel = one.mayComeBack
      ? `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="cancel" value="${escapeHtml(one.redemptionId)}"><button type="submit" class="button">${escapeHtml(t("rewards.own.cancel", { name: one.name }))}</button></form>`
      : "";
    return `<li style="${ROOM}"><h3>${escapeHtml(one.name)}</h3>${facts.map((fact) => `<p>${escapeHtml(fact)}</p>`).join("")}${cancel}</li>`;
  });
  const list = (items: readonly string[], none: string) =>
    items.length === 0 ? `<p>${escapeHtml(t(none))}</p>` : `<ul>${items.join("\n")}</ul>`;
  return `<p>${escapeHtml(balance)}</p>
${list(offered, "rewards.none")}
<h2>${escapeHtml(t("rewards.own.title"))}</h2>
${list(own, "rewards.own.none")}`;
}

/** What it is worth and what it costs. */
function termsOf(t: TFunction, format: Format, reward: Reward): string {
  const { value } = reward;
  const amount = value === null ? "" : isWorthMoney(reward) ? format.amount(value) : format.decimal(value);
  const worth = t(`rewards.worth.${reward.kind}`, { value: amount });
  const price = { count: reward.points, points: format.number(reward.points) };
  return reward.slider === null
    ? `${worth} · ${t("rewards.price", price)}`
    : t("rewards.step", { ...price, worth });
}

function takeForm(t: TFunction, reward: Reward, spendable: number, key: string, action: string): string {
  const { slider, points: step } = reward;
  const most = Math.floor(Math.min(spendable, slider?.maximumPoints ?? spendable) / step) * step;
  const least = slider === null ? step : Math.max(1, Math.ceil(slider.minimumPoints / step)) * step;
  const range =
    slider === null
      ? ""
      : `<label>${escapeHtml(t("rewards.howMany"))} <input type="number" name="points" inputmode="numeric" min="${least}" max="${most}" step="${step}" value="${most}" required></label> `;
  return `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="reward" value="${escapeHtml(reward.id)}"><input type="hidden" name="key" value="${escapeHtml(key)}">${range}<button type="submit" class="button">${escapeHtml(t("rewards.take", { name: reward.name }))}</button></form>`;
}
