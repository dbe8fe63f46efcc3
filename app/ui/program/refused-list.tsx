import { Banner, Link, List } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { multiplierTitle, ruleTitle } from "./describe-rule.ts";
import type { ProgramWords } from "./program-words.ts";
import { useWorkspace } from "./workspace.tsx";

type Refused = { readonly code: string; readonly detail: string; readonly pointer?: string | undefined };

/** What keeps the program from being published, each with the way to its field. */
export function RefusedList({ title, refusals }: { title: string; refusals: readonly Refused[] }) {
  const { t } = useTranslation("program");
  const { body, words, sentenceOf } = useWorkspace();
  return (
    <Banner tone="critical" title={title}>
      <List>
        {refusals.map((refusal) => {
          const place = placeOf(words, body, refusal.pointer ?? "");
          return (
            <List.Item key={`${refusal.pointer} ${refusal.code}`}>
              {place !== null && (
                <>
                  <Link url={place.url}>{place.name}</Link>
                  {": "}
                </>
              )}
              {refusal.code === "version-changed" ? t("overtaken.refused") : sentenceOf(refusal)}
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
  { earning, rewards }: ProgramBody,
  pointer: string,
): { readonly name: string; readonly url: string } | null {
  const { t } = words;
  const [first, second, third] = pointer.split("/").slice(1);
  const index = Number(first === "rewards" ? second : third);
  const [rule, multiplier, reward] = [earning.rules[index], earning.multipliers[index], rewards[index]];
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
