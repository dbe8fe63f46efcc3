import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";

export type HistoryChoice = { readonly earns: boolean; readonly from: string | null };

/** What was chosen for the orders from before the program: seen for good, since what has earned by it stays. */
export function HistoryCard({ history, format }: { history: HistoryChoice; format: Format }) {
  const { t } = useTranslation("program");
  const choice = !history.earns ? "none" : history.from === null ? "all" : "from";
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("history.title")}
        </Text>
        <Text as="p">{t(`history.${choice}`, { day: format.day(history.from) })}</Text>
        <Text as="p" tone="subdued">
          {t("history.help")}
        </Text>
      </BlockStack>
    </Card>
  );
}
