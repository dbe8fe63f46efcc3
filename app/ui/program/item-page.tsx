import { useNavigate } from "@remix-run/react";
import { Card, Text } from "@shopify/polaris";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { describePart } from "../describe-program.ts";
import { type ItemList, itemsOf, pointerOf, withItem, withoutItem } from "./draft-items.ts";
import { MultiplierEditor } from "./multiplier-editor.tsx";
import { ProgramPage } from "./program-page.tsx";
import { RewardEditor } from "./reward-editor.tsx";
import { RuleEditor } from "./rule-editor.tsx";
import { SimulationCard } from "./simulation-card.tsx";
import { useWorkspace } from "./workspace.tsx";

const TYPES = { rules: "rule", multipliers: "multiplier", rewards: "reward" } as const;

/** The page of one rule, multiplier or reward: its fields, and what they say in a sentence. */
export function ItemPage({ list, id }: { readonly list: ItemList; readonly id: string }) {
  const { t } = useTranslation("program");
  const { draft, body, edit, words } = useWorkspace();
  const navigate = useNavigate();
  const removing = useRef(false);
  const back = { content: t("title"), url: "/app/program" };
  const position = itemsOf(draft, list).findIndex((item) => item.id === id);
  if (position === -1)
    return (
      <ProgramPage title={t("title")} back={back}>
        {!removing.current && (
          <Card>
            <Text as="p">{t("gone")}</Text>
          </Card>
        )}
      </ProgramPage>
    );
  const { title, text } = describePart(words, body, { type: TYPES[list], id });
  const name = title || t(`rewardKind.${draft.rewards[position]?.kind ?? ""}`);
  return (
    <ProgramPage
      title={name}
      back={back}
      remove={{
        question: t("removeTitle", { name }),
        onRemove: () => {
          removing.current = true;
          edit((now) => withoutItem(now, list, id));
          navigate(back.url);
        },
      }}
      aside={list === "rewards" ? undefined : <SimulationCard />}
    >
      <Card>
        <Text as="p">
          <span aria-live="polite">{text}</span>
        </Text>
      </Card>
      <Editor list={list} position={position} />
    </ProgramPage>
  );
}

function Editor({ list, position }: { readonly list: ItemList; readonly position: number }) {
  const { draft, edit } = useWorkspace();
  const pointer = `${pointerOf(list)}/${position}`;
  const [rule, multiplier, reward] = [
    draft.earning.rules[position],
    draft.earning.multipliers[position],
    draft.rewards[position],
  ];
  switch (list) {
    case "rules":
      return rule === undefined ? null : (
        <RuleEditor
          rule={rule}
          pointer={pointer}
          onChange={(next) => edit((now) => withItem(now, "rules", next))}
        />
      );
    case "multipliers":
      return multiplier === undefined ? null : (
        <MultiplierEditor
          multiplier={multiplier}
          pointer={pointer}
          onChange={(next) => edit((now) => withItem(now, "multipliers", next))}
        />
      );
    case "rewards":
      return reward === undefined ? null : (
        <RewardEditor
          reward={reward}
          pointer={pointer}
          onChange={(next) => edit((now) => withItem(now, "rewards", next))}
        />
      );
  }
}
