import type { TFunction } from "i18next";
import type { ProgramPart } from "#app/domain/program/compare-programs.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Format } from "./format.ts";
import { describeReward } from "./program/describe-reward.ts";
import { describeMultiplier, describeRule, multiplierTitle, ruleTitle } from "./program/describe-rule.ts";
import { counted, type ProgramWords } from "./program/program-words.ts";
import { describeLadderRules, describeTier } from "./tiers/describe-tiers.ts";

/** A program in sentences, one a part, the rules first: what it says to a person. */
export function describeProgram(
  t: TFunction<"program">,
  body: ProgramBody,
  format: Format,
  nameOf?: ProgramWords["nameOf"],
): string[] {
  const words = { t, format, nameOf };
  return partsOf(body).map((part) => {
    const { title, text } = describePart(words, body, part);
    return hasName(body, part) ? t("sentence.named", { name: title, text }) : text;
  });
}

/** Rewards and tiers have a name, rules and multipliers may. */
function hasName({ earning }: ProgramBody, part: ProgramPart): boolean {
  switch (part.type) {
    case "reward":
    case "tier":
      return true;
    case "rule":
    case "multiplier":
      return [...earning.rules, ...earning.multipliers].some(
        ({ id, name }) => id === part.id && name !== null,
      );
    default:
      return false;
  }
}

/** The parts of a program in the order in which it is read. */
export function partsOf({ earning, rewards, tiers }: ProgramBody): ProgramPart[] {
  return [
    ...(earning.rules.length === 0 ? [{ type: "rule" as const, id: "" }] : []),
    ...earning.rules.map(({ id }) => ({ type: "rule" as const, id })),
    ...earning.multipliers.map(({ id }) => ({ type: "multiplier" as const, id })),
    ...(["pending", "expiry", "refunds"] as const).map((type) => ({ type })),
    ...rewards.map(({ id }) => ({ type: "reward" as const, id })),
    ...(tiers === null
      ? []
      : [{ type: "tiers" as const }, ...tiers.ladder.map(({ id }) => ({ type: "tier" as const, id }))]),
  ];
}

/** What a part is called, and all that it says; of a part that `body` does not have, its id and nothing. */
export function describePart(
  words: ProgramWords,
  body: ProgramBody,
  part: ProgramPart,
): { readonly title: string; readonly text: string } {
  const { t } = words;
  switch (part.type) {
    case "rule": {
      const rule = body.earning.rules.find(({ id }) => id === part.id);
      return rule === undefined
        ? { title: part.id, text: t("sentence.earnsNothing") }
        : { title: ruleTitle(words, rule), text: describeRule(words, rule).join(" ") };
    }
    case "multiplier": {
      const multiplier = body.earning.multipliers.find(({ id }) => id === part.id);
      return multiplier === undefined
        ? { title: part.id, text: "" }
        : {
            title: multiplierTitle(words, multiplier),
            text: describeMultiplier(words, multiplier, body.earning.rules).join(" "),
          };
    }
    case "reward": {
      const reward = body.rewards.find(({ id }) => id === part.id);
      return reward === undefined
        ? { title: part.id, text: "" }
        : { title: reward.name, text: describeReward(words, reward).join(" ") };
    }
    case "pending":
      return { title: t("part.pending"), text: describePending(words, body) };
    case "expiry":
      return { title: t("part.expiry"), text: describeExpiry(words, body).join(" ") };
    case "refunds":
      return { title: t("part.refunds"), text: describeRefunds(words, body) };
    case "tiers": {
      const { tiers } = body;
      const nameOf = (id: string) =>
        tiers?.ladder.find((tier) => tier.id === id)?.name ?? words.nameOf?.(id) ?? id;
      return {
        title: t("part.tiers"),
        text: tiers === null ? t("tiers:none") : describeLadderRules(words, tiers, nameOf).join(" "),
      };
    }
    case "tier": {
      const tier = body.tiers?.ladder.find(({ id }) => id === part.id);
      return tier === undefined
        ? { title: words.nameOf?.(part.id) ?? part.id, text: "" }
        : { title: tier.name, text: describeTier(words, body, tier).join(" ") };
    }
    case "referrals":
      return { title: t("part.referrals"), text: "" };
  }
}

export function describePending(words: ProgramWords, { earning }: ProgramBody): string {
  return earning.pendingDays === 0 && earning.pendingFrom === "paid"
    ? words.t("sentence.atOnce")
    : counted(words, `sentence.pending.${earning.pendingFrom}`, earning.pendingDays);
}

export function describeExpiry(words: ProgramWords, { expiry }: ProgramBody): string[] {
  const { t, format } = words;
  const months = (key: string) => counted(words, key, expiry.months ?? Number.NaN);
  const roundsUp = expiry.roundUpTo === null ? [] : [t(`sentence.roundUp.${expiry.roundUpTo}`)];
  switch (expiry.mode) {
    case "none":
      return [t("sentence.never")];
    case "per-lot":
      return [months("sentence.months"), ...roundsUp];
    case "inactivity":
      return [months("sentence.inactivity"), ...roundsUp];
    case "fixed-date":
      return [
        t("sentence.fixedDates", {
          dates: format.list(expiry.dates.map((date) => (date === "" ? "—" : format.yearlyDay(date)))) || "—",
        }),
      ];
  }
}

function describeRefunds(words: ProgramWords, { refunds }: ProgramBody): string {
  return refunds.negativeBalance === "limit"
    ? counted(words, "sentence.limit", refunds.limit ?? Number.NaN)
    : words.t(`sentence.${refunds.negativeBalance}`);
}
