import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Measure, Tier, Tiers } from "#app/domain/tiers/tiers.ts";
import { counted, type ProgramWords } from "../program/program-words.ts";

/** A threshold with its noun: "$1,000.00 spent", "5 orders". */
export function thresholdText(
  words: Pick<ProgramWords, "t" | "format">,
  measure: Measure,
  from: string,
): string {
  const { t, format } = words;
  return measure === "spent"
    ? t("tiers:amount.spent", { amount: from === "" ? "—" : format.amount(from) })
    : counted(words, `tiers:amount.${measure}`, from === "" ? Number.NaN : Number(from));
}

/** All that a tier asks of figures, joined as the ladder says; empty for one that figures do not reach. */
export function thresholdsText(
  words: Pick<ProgramWords, "t" | "format">,
  { measure, join }: Pick<Tiers, "measure" | "join">,
  { from, also }: Pick<Tier, "from" | "also">,
): string {
  if (from === null) return "";
  const texts = [{ measure, from }, ...also].map((one) => thresholdText(words, one.measure, one.from));
  return words.format.list(texts, join === "all" ? "all" : "any");
}

/** Which time counts: "within 12 months". */
export function windowText(
  words: Pick<ProgramWords, "t" | "format">,
  { window }: Pick<Tiers, "window">,
): string {
  return window.kind === "rolling"
    ? counted(words, "tiers:within.rolling", window.months ?? Number.NaN)
    : words.t(`tiers:within.${window.kind}`);
}

/** Does everybody who takes part begin here? */
export function isBottom({ from, also }: Pick<Tier, "from" | "also">): boolean {
  return from !== null && Number(from) === 0 && also.every((one) => Number(one.from) === 0);
}

/** How one comes into the tier. */
export function reachSentence(words: ProgramWords, tiers: Tiers, tier: Tier): string {
  const { t } = words;
  if (tier.from === null) return t("tiers:reach.closed");
  if (isBottom(tier)) return t("tiers:reach.everybody");
  return t("tiers:reach.figures", {
    thresholds: thresholdsText(words, tiers, tier),
    window: windowText(words, tiers),
  });
}

/** What members of the tier get, a sentence each; empty: nothing more than everybody. */
export function benefitSentences(words: ProgramWords, body: ProgramBody, tier: Tier): string[] {
  const { t, format } = words;
  const number = (key: string, count: number | null) =>
    count === null ? [] : [counted(words, `tiers:benefit.${key}`, count)];
  const reward = body.rewards.find(({ id }) => id === tier.entryRewardId);
  return [
    ...(tier.multiplier === null
      ? []
      : [t("tiers:benefit.multiplier", { factor: format.decimal(tier.multiplier) })]),
    ...(tier.rounding === "floor" ? [] : [t(`sentence.rounding.${tier.rounding}`)]),
    ...number("entryPoints", tier.entryPoints),
    ...(tier.entryRewardId === null
      ? []
      : [t("tiers:benefit.entryReward", { reward: reward?.name ?? tier.entryRewardId })]),
    ...number("birthdayPoints", tier.birthdayPoints),
    ...(tier.freeShipping === null ? [] : [t(`tiers:benefit.freeShipping.${tier.freeShipping}`)]),
    ...number("expiryMonths", tier.expiryMonths),
    ...(tier.earlyAccess ? [t("tiers:benefit.earlyAccess")] : []),
  ];
}

/** Who comes in and what they get: all but the look, for where that is seen. */
export function tierInWords(words: ProgramWords, body: ProgramBody, tier: Tier): string {
  if (body.tiers === null) return "";
  return [
    reachSentence(words, body.tiers, tier),
    ...(tier.entryTag === null ? [] : [words.t("tiers:reach.tag", { tag: tier.entryTag })]),
    ...benefitSentences(words, body, tier),
  ].join(" ");
}

/** Everything that a tier says; what is as usual is left out. */
export function describeTier(words: ProgramWords, body: ProgramBody, tier: Tier): string[] {
  const { t } = words;
  if (body.tiers === null) return [];
  return [
    tierInWords(words, body, tier),
    ...(tier.color === null ? [] : [t("tiers:look.colorIs", { color: tier.color })]),
    ...(tier.icon === null ? [] : [t("tiers:look.iconIs", { icon: t(`tiers:icon.${tier.icon}`) })]),
    ...(tier.tag === null ? [] : [t("tiers:look.tagIs", { tag: tier.tag })]),
    ...Object.entries(tier.texts).map(([language, { name, description }]) =>
      t("tiers:look.textIs", { language, text: [name, description].filter(Boolean).join(" — ") }),
    ),
  ];
}

/** By which rules members move, in sentences. `body` is the one that names the tiers which `replaced` speaks of. */
export function describeLadderRules(
  words: ProgramWords,
  tiers: Tiers,
  nameOf: (id: string) => string,
): string[] {
  const { t } = words;
  const { window, graceDays, noticeDays } = tiers;
  const several = tiers.ladder.some(({ also }) => also.length > 0) || tiers.join === "all";
  return [
    t(`tiers:rules.measure.${tiers.measure}`, { window: windowText(words, tiers) }),
    ...(window.keepNext ? [t("tiers:rules.keepNext")] : []),
    ...(several ? [t(`tiers:rules.join.${tiers.join}`)] : []),
    t(`tiers:rules.countPending.${tiers.countPending ? "paid" : "matured"}`),
    graceDays === 0 ? t("tiers:rules.noGrace") : counted(words, "tiers:rules.grace", graceDays),
    ...(tiers.softLanding ? [t("tiers:rules.softLanding")] : []),
    ...(noticeDays === null ? [] : [counted(words, "tiers:rules.notice", noticeDays)]),
    ...Object.entries(tiers.replaced).map(([from, to]) =>
      t("tiers:rules.replaced", { from: nameOf(from), to: nameOf(to) }),
    ),
  ];
}

/**
 * "Whoever has $1,000.00 spent within 12 months is Silver and earns 1.5 points for every $1.00": what the tier comes to for one
 * of its members, by the program's first rule for purchases.
 */
export function exampleOfTier(words: ProgramWords, body: ProgramBody, tier: Tier): string | null {
  const { t, format } = words;
  const { tiers, earning } = body;
  if (tiers === null) return null;
  const purchase = earning.rules.find(({ kind, enabled }) => kind === "purchase" && enabled);
  const who =
    tier.from === null
      ? t("tiers:example.closed")
      : isBottom(tier)
        ? t("tiers:example.everybody")
        : t("tiers:example.figures", {
            thresholds: thresholdsText(words, tiers, tier),
            window: windowText(words, tiers),
          });
  const name = tier.name === "" ? "—" : tier.name;
  if (purchase === undefined || purchase.per === null) return t("tiers:example.is", { who, name });
  const points = purchase.points * Number(tier.multiplier ?? "1");
  return t("tiers:example.earns", {
    ...{ who, name, count: points },
    points: Number.isFinite(points) ? format.decimal(String(Math.round(points * 1e6) / 1e6)) : "—",
    per: format.amount(purchase.per),
  });
}
