import { Badge, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";
import { saveFile } from "./save-file.ts";

export type PrivacyRequestView = {
  readonly requestId: string;
  readonly topic: string;
  readonly receivedAt: string;
  readonly dueAt: string;
  readonly doneAt: string | null;
  readonly hasExport: boolean;
};

/** Compliance requests: what was asked, by when it must be answered, and the export to hand over. */
export function PrivacyRequests({
  requests,
  format,
}: {
  requests: readonly PrivacyRequestView[];
  format: Format;
}) {
  const { t } = useTranslation("connection");
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("privacy.title")}
        </Text>
        {requests.length === 0 && (
          <Text as="p" tone="subdued">
            {t("privacy.empty")}
          </Text>
        )}
      </Box>
      {requests.map((request) => (
        <Box key={request.requestId} padding="400" borderBlockStartWidth="025" borderColor="border">
          <InlineStack align="space-between" gap="300" wrap={false}>
            <div>
              <Text as="p" fontWeight="semibold">
                {t(`privacy.topic.${request.topic}`, { defaultValue: request.topic })}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued">
                {t("privacy.when", {
                  received: format.dayOf(request.receivedAt),
                  due: format.dayOf(request.dueAt),
                })}
              </Text>
              {request.hasExport && (
                <Button variant="plain" onClick={() => void download(request.requestId)}>
                  {t("privacy.download")}
                </Button>
              )}
            </div>
            <Badge tone={request.doneAt === null ? "attention" : "success"}>
              {t(request.doneAt === null ? "privacy.open" : "privacy.done")}
            </Badge>
          </InlineStack>
        </Box>
      ))}
    </Card>
  );
}

/** By fetch, which App Bridge gives the session token that a plain link would lack. */
async function download(requestId: string): Promise<void> {
  const answer = await fetch(`/app/privacy/${encodeURIComponent(requestId)}`);
  saveFile(await answer.blob(), "customer-data.json");
}
