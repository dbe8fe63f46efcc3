import { BlockStack, Box, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

export type ListItem = { readonly key: string; readonly content: ReactNode };

/** A card with a heading and rows below each other; a long list shows its first rows and a button for the rest. */
export function ListCard(props: {
  readonly title: string;
  /** What the list is, in a sentence below its heading. */
  readonly help?: string;
  /** Said in place of rows. */
  readonly empty: string;
  /** Stands beside the heading. */
  readonly action?: ReactNode;
  readonly items: readonly ListItem[];
  /** Rows shown at first; left out: all of them. */
  readonly shown?: number;
}) {
  const { items } = props;
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const visible = all || props.shown === undefined ? items : items.slice(0, props.shown);
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {props.title}
            </Text>
            {props.action}
          </InlineStack>
          {(props.help ?? (items.length === 0 && props.empty)) && (
            <Text as="p" tone="subdued">
              {items.length === 0 ? props.empty : props.help}
            </Text>
          )}
        </BlockStack>
      </Box>
      {visible.length > 0 && <Divider />}
      <DividedList items={visible} />
      {visible.length < items.length && (
        <Box padding="300" borderBlockStartWidth="025" borderColor="border">
          <Button variant="plain" onClick={() => setAll(true)}>
            {t("showAll", { count: items.length })}
          </Button>
        </Box>
      )}
    </Card>
  );
}

/** Rows with a line between them; a list to a screen reader. */
export function DividedList({ items }: { readonly items: readonly ListItem[] }) {
  return (
    <Box as="ul" padding="0">
      {items.map(({ key, content }, index) => (
        <li key={key} style={{ listStyle: "none" }}>
          {index > 0 && <Divider />}
          {content}
        </li>
      ))}
    </Box>
  );
}
