import type { Reward } from "#app/domain/rewards/reward.ts";
import { conditionsOf, counted, type ProgramWords, spanSentences } from "./program-words.ts";

/** What it gives and for how many points, in one sentence. */
export function rewardSentence(words: ProgramWords, reward: Reward): string {
  const { format, nameOf } = words;
  const product = reward.product?.productId ?? null;
  return counted(words, `reward.${reward.kind}${reward.slider === null ? "" : "-slider"}`, reward.points, {
    value:
      reward.value === null
        ? "—"
        : reward.kind === "percentage-off"
          ? format.decimal(reward.value)
          : format.amount(reward.value),
    product: product === null ? "—" : (nameOf?.(product) ?? product.split("/").at(-1)),
  });
}

/** Everything that a reward says; what is as usual is left out. */
export function describeReward(words: ProgramWords, reward: Reward): string[] {
  const { t, format } = words;
  const { slider } = reward;
  const combines = (["order", "product", "shipping"] as const).filter((kind) => reward.combinesWith[kind]);
  const number = (key: string, count: number | null) =>
    count === null ? [] : [counted(words, `sentence.${key}`, count)];
  // One of the products or of the collections is enough.
  const only = (conditions: readonly string[]) =>
    conditions.length === 0
      ? []
      : [t("sentence.only", { count: 1, conditions: format.list(conditions, "any") })];
  return [
    ...(reward.enabled ? [] : [t("sentence.off")]),
    rewardSentence(words, reward),
    ...(reward.product?.variantId ? [t("sentence.oneVariant")] : []),
    ...(slider === null
      ? []
      : [
          slider.maximumPoints === null
            ? counted(words, "sentence.sliderFrom", slider.minimumPoints)
            : counted(words, "sentence.slider", slider.maximumPoints, {
                least: Number.isFinite(slider.minimumPoints) ? format.number(slider.minimumPoints) : "—",
              }),
          ...(slider.maximumShare === null
            ? []
            : [t("sentence.share", { share: format.percent(Number(slider.maximumShare)) })]),
        ]),
    ...(reward.minimumOrder === null
      ? []
      : [t("sentence.minimumOrder", { amount: format.amount(reward.minimumOrder) })]),
    ...only(conditionsOf(words, reward.appliesTo)),
    ...only(conditionsOf(words, { customerTags: reward.customerTags })),
    ...only(conditionsOf(words, { tierIds: reward.tierIds })),
    ...(combines.length === 0
      ? []
      : [
          t("sentence.combines", {
            discounts: format.list(combines.map((kind) => t(`combines.${kind}`))),
          }),
        ]),
    ...number("validDays", reward.validDays),
    ...number("perMemberReward", reward.perMember),
    ...number("total", reward.total),
    ...spanSentences(words, reward),
  ];
}
