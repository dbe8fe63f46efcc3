import { Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** The legend of choices that fill a card of their own: as large as the headings of the cards beside it. */
export function ChoiceTitle({ children }: { children: ReactNode }) {
  return (
    <Text as="span" variant="headingMd">
      {children}
    </Text>
  );
}
