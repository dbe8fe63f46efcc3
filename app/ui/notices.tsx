import { Banner, BlockStack, Link } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** What keeps the app from doing its work in this shop, as codes with a subject (a scope's name, Shopify's words). */
export type NoticesView = readonly {
  readonly code:
    | "reconnect"
    | "left-shopify"
    | "scope-missing"
    | "history-withheld"
    | "customer-data-withheld"
    | "free-shipping-refused"
    | "failed-events";
  readonly subject: string | null;
  readonly count: number;
}[];

/** Plain sentences about what is missing and what to do. */
export function Notices({ notices }: { notices: NoticesView }) {
  const { t } = useTranslation("home");
  if (notices.length === 0) return null;
  return (
    <BlockStack gap="300">
      {notices.map(({ code, subject, count }) => (
        <Banner
          key={`${code} ${subject}`}
          tone={code === "reconnect" ? "critical" : "warning"}
          title={t(`notice.${code}.title`, { subject, count })}
        >
          <p>{t(`notice.${code}.text`, { subject, count })}</p>
          {code === "history-withheld" && (
            <Link url="/app/imports/new">{t("notice.history-withheld.upload")}</Link>
          )}
          {code === "left-shopify" && <Link url="/app/uninstall">{t("notice.left-shopify.open")}</Link>}
          {code === "failed-events" && <Link url="/app/connection">{t("notice.failed-events.open")}</Link>}
        </Banner>
      ))}
    </BlockStack>
  );
}
