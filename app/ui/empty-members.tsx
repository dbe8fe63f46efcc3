import { Card, EmptyState, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** Before the first order has become a member. */
export function EmptyMembers() {
  const { t } = useTranslation("members");
  return (
    <Page title={t("title")}>
      <Card>
        <EmptyState
          heading={t("empty.title")}
          action={{ content: t("empty.action"), url: "/app" }}
          image="https://cdn.shopify.com/s/files/1/0262/4071/2726/files/emptystate-files.png"
        >
          <p>{t("empty.text")}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}
