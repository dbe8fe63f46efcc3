import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { senderRecords } from "#app/domain/messaging/sender-domain.ts";
import { FactList } from "./fact-list.tsx";
import type { Format } from "./format.ts";

type Checked =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusals: readonly { readonly code: string; readonly detail: string }[] };

/** What the shop's DNS must say, what it says, and the button that asks it. */
export function SenderDomainCard(props: {
  readonly domain: string;
  readonly ourDomain: string;
  /** ISO text. */
  readonly checkedAt: string | null;
  readonly problem: string | null;
  readonly format: Format;
}) {
  const { domain, ourDomain, checkedAt, problem, format } = props;
  const { t } = useTranslation("mails");
  const fetcher = useFetcher<Checked>();
  const { spf, dkim } = senderRecords(domain, ourDomain);
  const refusal =
    fetcher.state === "idle" && fetcher.data?.ok === false ? fetcher.data.refusals[0] : undefined;
  return (
    <BlockStack gap="300">
      <div aria-live="polite">
        {refusal !== undefined ? (
          <Banner tone="warning">{t(`refusal.${refusal.code}`, { defaultValue: refusal.detail })}</Banner>
        ) : checkedAt === null ? (
          <Banner tone="info">{t("settings.unchecked")}</Banner>
        ) : problem === null ? (
          <Banner tone="success">{t("settings.right", { domain })}</Banner>
        ) : (
          <Banner tone="warning">{t(`refusal.${problem}`, { defaultValue: problem })}</Banner>
        )}
      </div>
      <Text as="p">{t("settings.records")}</Text>
      {[spf, dkim].map((record) => (
        <Box key={record.type} padding="300" background="bg-surface-secondary" borderRadius="200">
          <FactList
            facts={[
              { term: t("settings.recordType"), fact: record.type },
              { term: t("settings.recordHost"), fact: record.host },
              { term: t("settings.recordValue"), fact: record.value },
            ]}
          />
        </Box>
      ))}
      <Text as="p" tone="subdued">
        {t("settings.spfHint")}
      </Text>
      <InlineStack gap="300" blockAlign="center">
        <Button
          loading={fetcher.state !== "idle"}
          onClick={() => fetcher.submit({ intent: "check" }, { method: "post" })}
        >
          {t("settings.check")}
        </Button>
        {checkedAt !== null && (
          <Text as="span" tone="subdued">
            {t("settings.checkedAt", { at: format.instant(checkedAt) })}
          </Text>
        )}
      </InlineStack>
    </BlockStack>
  );
}
