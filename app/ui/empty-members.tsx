import { BlockStack, Box, Button, Card, Icon, InlineStack, Page, Text } from "@shopify/polaris";
import { PersonIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";

/** Before the first order has become a member. */
export function EmptyMembers() {
  const { t } = useTranslation("members");
  return (
    <Page title={t("title")}>
      <Card>
        <Box paddingBlock="800">
          <BlockStack gap="300" inlineAlign="center">
            <Icon source={PersonIcon} tone="subdued" />
            <Text as="h2" variant="headingMd" alignment="center">
              {t("empty.title")}
            </Text>
            <Box maxWidth="28rem">
              <Text as="p" alignment="center" tone="subdued">
                {t("empty.text")}
              </Text>
            </Box>
            <InlineStack>
              <Button variant="primary" url="/app">
                {t("empty.action")}
              </Button>
            </InlineStack>
          </BlockStack>
        </Box>
      </Card>
    </Page>
  );
}
