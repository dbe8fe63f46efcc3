import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { BlockStack, Box, Button, InlineStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { auditLink, auditSentence, type AuditView } from "#app/ui/audit-sentence.ts";
import { useFormat } from "#app/ui/format.ts";
import { ListCard } from "#app/ui/list-card.tsx";
import { app } from "#app/wiring.server.ts";

const PAGE_SIZE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const params = new URL(request.url).searchParams;
  const records = await app.audit.list(shop.shopId, {
    subject: params.get("subject"),
    before: params.get("before"),
    limit: PAGE_SIZE + 1,
  });
  return Response.json({
    records: records.slice(0, PAGE_SIZE),
    next: records.length > PAGE_SIZE ? (records[PAGE_SIZE - 1]?.auditId ?? null) : null,
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}

type Data = { records: AuditView[]; next: string | null; currency: string; timeZone: string };

/** Who changed what: newest first, each with the person's or the token's name. */
export default function Activity() {
  const { records, next, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("activity");
  const format = useFormat(shop);
  const [params, setParams] = useSearchParams();
  const turn = (before: string | null) => {
    const target = new URLSearchParams(params);
    if (before === null) target.delete("before");
    else target.set("before", before);
    setParams(target);
  };
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      backAction={{ content: t("settings"), url: "/app/settings" }}
    >
      <BlockStack gap="400">
        <ListCard
          title={t("list")}
          empty={t("empty")}
          items={records.map((record) => ({
            key: record.auditId,
            content: <Record record={record} format={format} />,
          }))}
        />
        <InlineStack align="center" gap="200">
          {params.has("before") && <Button onClick={() => turn(null)}>{t("newest")}</Button>}
          {next !== null && <Button onClick={() => turn(next)}>{t("older")}</Button>}
        </InlineStack>
      </BlockStack>
    </Page>
  );
}

function Record({ record, format }: { record: AuditView; format: ReturnType<typeof useFormat> }) {
  const { t } = useTranslation("activity");
  const link = auditLink(record);
  return (
    <Box paddingInline="400" paddingBlock="300">
      <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
        <div>
          <Text as="p" breakWord>
            {auditSentence(t, record, format)}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t(`actor.${record.actor}`, { defaultValue: record.actor })}
            {" · "}
            <time dateTime={record.at}>{format.instant(record.at)}</time>
          </Text>
        </div>
        {link !== null && (
          <Button variant="plain" url={link} accessibilityLabel={t("openOf", { number: record.auditId })}>
            {t("open")}
          </Button>
        )}
      </InlineStack>
    </Box>
  );
}
