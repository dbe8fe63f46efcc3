import { BlockStack, Box, Button, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ListCard } from "../list-card.tsx";

/** The first step of adding something: each kind with what it is for, and the reason where it can't be had. */
export function KindChooser<Kind extends string>(props: {
  readonly title: string;
  readonly kinds: readonly {
    readonly kind: Kind;
    readonly name: string;
    readonly help: string;
    readonly notice?: ReactNode;
    readonly disabled?: boolean;
  }[];
  readonly onChoose: (kind: Kind) => void;
}) {
  const { t } = useTranslation("program");
  return (
    <ListCard
      title={props.title}
      empty=""
      items={props.kinds.map(({ kind, name, help, notice, disabled = false }) => ({
        key: kind,
        content: (
          <Box padding="400">
            <BlockStack gap="200">
              <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
                <div>
                  <Text as="h3" fontWeight="semibold" {...(disabled && { tone: "subdued" as const })}>
                    {name}
                  </Text>
                  <Text as="p" tone="subdued">
                    {help}
                  </Text>
                </div>
                <Button
                  disabled={disabled}
                  accessibilityLabel={t("addOf", { name })}
                  onClick={() => props.onChoose(kind)}
                >
                  {t("add")}
                </Button>
              </InlineStack>
              {notice}
            </BlockStack>
          </Box>
        ),
      }))}
    />
  );
}
