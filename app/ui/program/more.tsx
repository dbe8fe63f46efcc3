import { Badge, BlockStack, Box, Card, InlineStack } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Disclosure } from "../disclosure.tsx";
import { useFieldSurroundings } from "./field-surroundings.ts";

/** What most never touch, behind a button in a card of its own; open from the start where it says something already. */
export function More(props: {
  readonly title: string;
  readonly used: boolean;
  /** Fields within it: what is refused there is told at the button, too. */
  readonly pointers: readonly string[];
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("program");
  const { errorAt } = useFieldSurroundings();
  const refused = props.pointers.some((pointer) => errorAt(pointer) !== false);
  return (
    <Card>
      <Disclosure
        label={props.title}
        initiallyOpen={props.used || refused}
        summary={(button) => (
          <InlineStack gap="200">
            {button}
            {refused && <Badge tone="critical">{t("needsAttention")}</Badge>}
          </InlineStack>
        )}
      >
        <Box paddingBlockStart="300">
          <BlockStack gap="300">{props.children}</BlockStack>
        </Box>
      </Disclosure>
    </Card>
  );
}
