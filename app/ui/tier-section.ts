import type { TFunction } from "i18next";
import {
  type ShownMissing,
  type ShownStanding,
  type ShownTier,
  type ShownTiers,
  tierInWords,
} from "#app/domain/tiers/shown-tiers.ts";
import type { Benefit } from "#app/domain/tiers/tier-benefits.ts";
import type { Format } from "./format.ts";
import { escapeHtml } from "./storefront-html.ts";

/** The ladder, and where the shopper stands on it; `standing` null: they take no part, or are not known. */
export type TierSection = { readonly tiers: ShownTiers; readonly standing: ShownStanding | null };

const CELL = "padding-block:0.5rem;padding-inline:0 1rem;text-align:start;vertical-align:top";
const LIST = "list-style:none;margin:0;padding:0";
const BAR = "accent-color:currentColor;inline-size:100%;max-inline-size:30rem;block-size:1.25rem";

/** Tier, the way to the next, what keeps it, and all tiers with what they give: plain HTML, complete without a script. */
export function tierSection(
  t: TFunction,
  format: Format,
  locale: string,
  { tiers, standing }: TierSection,
): string {
  const shown = [...tiers.ladder, ...(standing?.closed ? [standing.closed] : [])];
  const find = (id: string | null) => shown.find((tier) => tier.id === id) ?? null;
  const name = (tier: ShownTier) => tierInWords(tier, locale).name;
  const amounts = (missing: readonly Pick<ShownMissing, "measure" | "amount">[]) =>
    format.list(
      missing.map((one) => amountText(t, format, one)),
      tiers.join,
    );
  const own = find(standing?.tierId ?? null);
  const next = find(standing?.next?.tierId ?? null);
  const kept = standing?.keptThrough ?? null;
  const keeps =
    standing === null || standing.toKeep.length === 0
      ? ""
      : ` ${t("tier.keep", { what: amounts(standing.toKeep) })}`;
  const rows = shown.map((tier) => {
    const isOwn = tier === own;
    const { description } = tierInWords(tier, locale);
    const gives = tier.benefits.map((benefit) => `<li>${escapeHtml(benefitText(t, format, benefit))}</li>`);
    const asks = isOwn ? t("tier.yours") : asked(t, tier, amounts);
    return `<tr${isOwn ? ' aria-current="true"' : ""}><th scope="row" style="${CELL}">${escapeHtml(name(tier))}<br><small style="font-weight:400">${escapeHtml(asks)}</small></th><td style="${CELL}">${description === null ? "" : `<div>${escapeHtml(description)}</div>`}${gives.length === 0 ? escapeHtml(t("tier.nothingExtra")) : `<ul style="${LIST}">${gives.join("")}</ul>`}</td></tr>`;
  });
  return [
    `<h2>${escapeHtml(own === null ? t("tier.title") : t("tier.now", { tier: name(own) }))}</h2>`,
    ...(own === null || kept === null
      ? []
      : [`<p>${escapeHtml(t("tier.kept", { day: format.day(kept) }) + keeps)}</p>`]),
    ...(next === null || standing?.next == null
      ? []
      : [
          `<p id="perennial-next">${escapeHtml(nextText(t, format, standing.next, name(next), amounts))}</p>`,
          `<p><progress max="100" value="${standing.next.percent}" aria-labelledby="perennial-next" style="${BAR}">${standing.next.percent}%</progress></p>`,
        ]),
    `<table style="border-collapse:collapse"><caption style="text-align:start"><h3>${escapeHtml(t("tier.all"))}</h3></caption><thead><tr><th scope="col" style="${CELL}">${escapeHtml(t("tier.columnTier"))}</th><th scope="col" style="${CELL}">${escapeHtml(t("tier.columnBenefits"))}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`,
  ].join("\n");
}

type Amounts = (missing: readonly Pick<ShownMissing, "measure" | "amount">[]) => string;

function nextText(
  t: TFunction,
  format: Format,
  { by, missing }: NonNullable<ShownStanding["next"]>,
  tier: string,
  amounts: Amounts,
): string {
  const what = amounts(missing);
  return by === null ? t("tier.next", { what, tier }) : t("tier.nextBy", { what, tier, day: format.day(by) });
}

function asked(t: TFunction, { from }: ShownTier, amounts: Amounts): string {
  const [first] = from;
  if (first === undefined) return t("tier.byInvitation");
  return Number(first.amount) === 0 ? t("tier.fromStart") : t("tier.from", { what: amounts(from) });
}

function amountText(
  t: TFunction,
  format: Format,
  { measure, amount }: Pick<ShownMissing, "measure" | "amount">,
): string {
  if (measure === "spent") return format.amount(amount);
  const count = Number(amount);
  return t(`tier.${measure}`, { count, number: format.number(count) });
}

function benefitText(t: TFunction, format: Format, benefit: Benefit): string {
  const points = (count: number) => t("tier.points", { count, number: format.number(count) });
  switch (benefit.kind) {
    case "multiplier":
      return t("tier.benefit.multiplier", { value: format.decimal(benefit.value) });
    case "entry-points":
    case "birthday-points":
      return t(`tier.benefit.${benefit.kind}`, { points: points(benefit.points) });
    case "entry-reward":
      return t("tier.benefit.entry-reward", { name: benefit.name });
    case "expiry":
      return t("tier.benefit.expiry", { count: benefit.months });
    case "rewards":
      return t("tier.benefit.rewards", { names: format.list(benefit.names) });
    case "free-shipping":
    case "early-access":
      return t(`tier.benefit.${benefit.kind}`);
  }
}
