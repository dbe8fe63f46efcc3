import type { TFunction } from "i18next";
import type { CampaignTerms } from "#app/domain/earning/campaign.ts";
import { parseMoney } from "#app/domain/shared/money.ts";
import type { Format } from "../format.ts";
import { type ProgramWords, selectionSentences } from "../program/program-words.ts";

/** What a campaign does, in one sentence. */
export function describeCampaign(
  t: TFunction,
  terms: CampaignTerms,
  format: Format,
  currency: string,
): string {
  const money = (text: string) => {
    const minor = parseMoney(text, currency);
    return minor === null ? "—" : format.money(minor);
  };
  const points = (count: number) => t("points", { count, points: format.number(count) });
  switch (terms.kind) {
    case "multiplier":
      return t("sentence.multiplier", { factor: terms.factor });
    case "ladder":
      return t("sentence.ladder", {
        steps: terms.steps
          .map((step) => t("sentence.step", { from: money(step.from), points: points(step.points) }))
          .join(", "),
      });
    case "bonus":
      return terms.trigger === "order" && terms.minimumOrder !== null
        ? t("sentence.orderFrom", { points: points(terms.points), from: money(terms.minimumOrder) })
        : t(`sentence.${terms.trigger}`, { points: points(terms.points), action: terms.action ?? "" });
  }
}

/** What of an order a multiplier speaks of, where that is not everything. `words`: the program's own. */
export function describeSelection(words: ProgramWords, terms: CampaignTerms): string[] {
  return terms.kind === "multiplier" ? selectionSentences(words, terms.include, terms.exclude) : [];
}

/** How long what it gives lives; null: a multiplier's points live as the others do. */
export function describeLifetime(t: TFunction, terms: CampaignTerms, format: Format): string | null {
  if (terms.kind === "multiplier") return null;
  const { lifetime } = terms;
  switch (lifetime.kind) {
    case "program":
      return t("life.program");
    case "until":
      return t("life.until", { day: format.day(lifetime.day) });
    case "days":
      return t("life.days", { count: lifetime.days });
  }
}
