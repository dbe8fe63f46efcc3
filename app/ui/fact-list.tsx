import { BlockStack, InlineStack, Text } from "@shopify/polaris";

/** Terms and their facts, read as pairs by a screen reader. */
export function FactList({ facts }: { facts: readonly { readonly term: string; readonly fact: string }[] }) {
  return (
    <BlockStack gap="150" as="ul">
      {facts.map(({ term, fact }) => (
        <li key={term} style={{ listStyle: "none" }}>
          <InlineStack align="space-between" gap="200">
            <Text as="span" tone="subdued">
              {term}
            </Text>
            <Text as="span" breakWord>
              {fact}
            </Text>
          </InlineStack>
        </li>
      ))}
    </BlockStack>
  );
}
