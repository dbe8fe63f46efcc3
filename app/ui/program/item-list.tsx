import { useNavigate } from "@remix-run/react";
import { Badge, Box, Button, ButtonGroup, InlineStack, Link, Text } from "@shopify/polaris";
import { ChevronDownIcon, ChevronUpIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { ListCard } from "../list-card.tsx";
import { describePart } from "../describe-program.ts";
import { type ItemList, itemsOf, moved, newMultiplier, pointerOf, withItems } from "./draft-items.ts";
import { useWorkspace } from "./workspace.tsx";

const TYPES = { rules: "rule", multipliers: "multiplier", rewards: "reward" } as const;
/** A screenful; a shop with more asks for the rest. */
const SHOWN = 10;

/** The rules, multipliers or rewards of the draft: each in a sentence, with the way to its page and what is new about it. */
export function ItemListCard({ list }: { readonly list: ItemList }) {
  const { t } = useTranslation("program");
  const { draft, body, words, edit, changes, refusals } = useWorkspace();
  const items = itemsOf(draft, list);
  const type = TYPES[list];
  // Where the order matters: multipliers are applied, rewards are shown one after another.
  const ordered = list !== "rules" && items.length > 1;
  return (
    <ListCard
      title={t(`list.${list}.title`)}
      help={t(`list.${list}.help`)}
      empty={t(`list.${list}.empty`)}
      action={
        list === "multipliers" ? (
          <AddMultiplier />
        ) : (
          <Button url={`/app/program/${list}/new`}>{t(`list.${list}.add`)}</Button>
        )
      }
      shown={SHOWN}
      items={items.map((item, index) => {
        const { title, text } = describePart(words, body, { type, id: item.id });
        const change = changes.find(
          (one) => one.kind !== "reordered" && one.part.type === type && one.part.id === item.id,
        );
        const refused = refusals.some(({ pointer }) => pointer?.startsWith(`${pointerOf(list)}/${index}/`));
        const name = title || t(`rewardKind.${"kind" in item ? item.kind : ""}`);
        const move = (by: -1 | 1) => edit((now) => withItems(now, list, (all) => moved(all, index, by)));
        return {
          key: item.id,
          content: (
            <Box paddingInline="400" paddingBlock="300">
              <InlineStack align="space-between" blockAlign="center" gap="300" wrap={false}>
                <div style={{ minWidth: 0 }}>
                  <InlineStack gap="200" align="start" blockAlign="center">
                    <Link url={`/app/program/${list}/${item.id}`} removeUnderline>
                      <Text as="span" fontWeight="semibold" breakWord>
                        {name}
                      </Text>
                    </Link>
                    {"enabled" in item && !item.enabled && <Badge>{t("off")}</Badge>}
                    {change !== undefined && <Badge tone="info">{t(`change.${change.kind}`)}</Badge>}
                    {refused && <Badge tone="critical">{t("needsAttention")}</Badge>}
                  </InlineStack>
                  <Text as="p" tone="subdued" breakWord>
                    {text}
                  </Text>
                </div>
                {ordered && (
                  <ButtonGroup variant="segmented">
                    <Button
                      icon={ChevronUpIcon}
                      accessibilityLabel={t("moveUpOf", { name })}
                      disabled={index === 0}
                      onClick={() => move(-1)}
                    />
                    <Button
                      icon={ChevronDownIcon}
                      accessibilityLabel={t("moveDownOf", { name })}
                      disabled={index === items.length - 1}
                      onClick={() => move(1)}
                    />
                  </ButtonGroup>
                )}
              </InlineStack>
            </Box>
          ),
        };
      })}
    />
  );
}

/** There is one kind of them: nothing to choose first. */
function AddMultiplier() {
  const { t } = useTranslation("program");
  const { edit } = useWorkspace();
  const navigate = useNavigate();
  return (
    <Button
      onClick={() => {
        const multiplier = newMultiplier();
        edit((draft) => withItems(draft, "multipliers", (all) => [...all, multiplier]));
        navigate(`/app/program/multipliers/${multiplier.id}`);
      }}
    >
      {t("list.multipliers.add")}
    </Button>
  );
}
