import { Badge, Box, Button, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { describePart } from "../describe-program.ts";
import { ListCard } from "../list-card.tsx";
import { useWorkspace } from "./workspace.tsx";

const PARTS = ["pending", "expiry", "refunds"] as const;

/** How long points live, in three sentences, with the way to where that is changed. */
export function LifeListCard() {
  const { t } = useTranslation("program");
  const { body, words, changes, refusals } = useWorkspace();
  return (
    <ListCard
      title={t("life.title")}
      empty=""
      action={<Button url="/app/program/life">{t("life.edit")}</Button>}
      items={PARTS.map((type) => {
        const { title, text } = describePart(words, body, { type });
        const pointer = type === "pending" ? "/earning/pending" : `/${type}`;
        return {
          key: type,
          content: (
            <Box paddingInline="400" paddingBlock="300">
              <InlineStack gap="200" align="start" blockAlign="center">
                <Text as="h3" fontWeight="semibold">
                  {title}
                </Text>
                {changes.some((one) => one.kind === "changed" && one.part.type === type) && (
                  <Badge tone="info">{t("change.changed")}</Badge>
                )}
                {refusals.some((one) => one.pointer?.startsWith(pointer)) && (
                  <Badge tone="critical">{t("needsAttention")}</Badge>
                )}
              </InlineStack>
              <Text as="p" tone="subdued">
                {text}
              </Text>
            </Box>
          ),
        };
      })}
    />
  );
}
