import { Banner, Link, List } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { multiplierTitle, ruleTitle } from "./describe-rule.ts";
import type { ProgramWords } from "./program-words.ts";
import { useWorkspace } from "./workspace.tsx";

type Refused = { readonly code: string; readonly detail: string; readonly pointer?: string | undefined };

/** What keeps the program from being published, each with the way to its field. */
export function RefusedList(props: {
  readonly title: string;
  readonly refusals: readonly Refused[];
  /** Called when one of the links leads away. */
  readonly onFollow: () => void;
}) {
  const { t } = useTranslation("program");
  const { body, words, sentenceOf } = useWorkspace();
  const told = props.refusals.map((refusal) => ({
    place: placeOf(words, body, refusal.pointer ?? ""),
    sentence: refusal.code === "version-changed" ? t("overtaken.refused") : sentenceOf(refusal),
  }));
  // Several fields of one page may have the same to say: once is enough.
  const once = new Map(told.map((one) => [`${one.place?.url} ${one.sentence}`, one]));
  return (
    <Banner tone="critical" title={props.title}>
      <List>
        {[...once].map(([key, { place, sentence }]) => {
          return (
            <List.Item key={key}>
              {place !== null && (
                <>
                  <Link url={place.url} onClick={props.onFollow}>
                    {place.name}
                  </Link>
                  {": "}
                </>
              )}
              {sentence}
            </List.Item>
          );
        })}
      </List>
    </Banner>
  );
}

/** The page that a pointer's field stands on. */
export function placeOf(
  words: ProgramWords,
  { earning, rewards, tiers }: ProgramBody,
  pointer: string,
): { readonly name: string; readonly url: string } | null {
  const { t } = words;
  const [first, second, third] = pointer.split("/").slice(1);
  const index = Number(first === "rewards" ? second : third);
  const [rule, multiplier, reward] = [earning.rules[index], earning.multipliers[index], rewards[index]];
  if (first === "tiers") {
    const tier = second === "ladder" ? tiers?.ladder[index] : undefined;
    return tier === undefined
      ? { name: t("part.tiers"), url: "/app/program/tiers" }
      : { name: tier.name || t("tiers:nameless"), url: `/app/program/tiers/${tier.id}` };
  }
  if (first === "expiry" || first === "refunds")
    return { name: t(`part.${first}`), url: "/app/program/life" };
  if (second === "pendingDays" || second === "pendingFrom")
    return { name: t("part.pending"), url: "/app/program/life" };
  if (second === "rules" && rule !== undefined)
    return { name: ruleTitle(words, rule), url: `/app/program/rules/${rule.id}` };
  if (second === "multipliers" && multiplier !== undefined)
    return { name: multiplierTitle(words, multiplier), url: `/app/program/multipliers/${multiplier.id}` };
  if (first === "rewards" && reward !== undefined)
    return { name: reward.name || t(`rewardKind.${reward.kind}`), url: `/app/program/rewards/${reward.id}` };
  return null;
}
