import { BlockStack, Text } from "@shopify/polaris";

/** Terms and their facts, read as pairs by a screen reader; a fact too long for its line moves below, to the same edge. */
export function FactList({ facts }: { facts: readonly { readonly term: string; readonly fact: string }[] }) {
  return (
    <BlockStack gap="150" as="ul">
      {facts.map(({ term, fact }) => (
        <li key={term} style={{ display: "flex", flexWrap: "wrap", gap: "0 12px", listStyle: "none" }}>
          <Text as="span" tone="subdued">
            {term}
          </Text>
          <span style={{ marginInlineStart: "auto", textAlign: "end" }}>
            <Text as="span" breakWord>
              {fact}
            </Text>
          </span>
        </li>
      ))}
    </BlockStack>
  );
}
