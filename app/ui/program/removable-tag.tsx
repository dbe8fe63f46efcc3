import { Box, Button, InlineStack, Text } from "@shopify/polaris";
import { XSmallIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";

/** A word or a thing chosen, with a way out that a finger can hit (Polaris' own is smaller than WCAG 2.2 asks). */
export function RemovableTag({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const { t } = useTranslation("program");
  return (
    <Box background="bg-surface-tertiary" borderRadius="200" paddingInlineStart="200">
      <InlineStack blockAlign="center" gap="100" wrap={false}>
        <Text as="span" variant="bodySm" breakWord>
          {name}
        </Text>
        <Button
          variant="tertiary"
          icon={XSmallIcon}
          accessibilityLabel={t("removeOf", { name })}
          onClick={onRemove}
        />
      </InlineStack>
    </Box>
  );
}
