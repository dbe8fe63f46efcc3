import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { useWorkspace } from "../program/workspace.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { useTierPreview } from "./use-tier-preview.ts";

/** Beside the editor: where today's members would stand on what is composed here. */
export function TierPreviewCard() {
  const { t } = useTranslation(["tiers", "program"]);
  const { body, refusals, format } = useWorkspace();
  const { preview, counting, count } = useTierPreview();
  const [counted, setCounted] = useState<ProgramBody | null>(null);
  const broken = refusals.some(({ pointer }) => pointer?.startsWith("/tiers"));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("preview.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("preview.help")}
        </Text>
        <div aria-live="polite">
          {preview !== null && <PreviewTable preview={preview} format={format} />}
          {preview !== null && counted !== body && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t("preview.outdated")}
            </Text>
          )}
        </div>
        <div>
          <Button
            loading={counting}
            disabled={broken}
            onClick={() => {
              setCounted(body);
              count(body);
            }}
          >
            {t("preview.run")}
          </Button>
        </div>
        {broken && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("program:simulation.broken")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
