import { Badge, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";

export type ImportRunView = {
  readonly importId: string;
  readonly kind: "first" | "reconcile" | "csv";
  readonly status: string;
  readonly ordersTotal: number;
  readonly ordersDone: number;
  readonly problemCount: number;
  readonly failure: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
};

/** The shop's imports and sweeps, newest first. */
export function ImportRuns({ runs, format }: { runs: readonly ImportRunView[]; format: Format }) {
  const { t } = useTranslation(["connection", "home"]);
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {t("imports.title")}
          </Text>
          <Link url="/app/imports/new">{t("imports.upload")}</Link>
        </InlineStack>
      </Box>
      {runs.length === 0 && (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("imports.empty")}
          </Text>
        </Box>
      )}
      {runs.map((run) => (
        <Box key={run.importId} padding="400" borderBlockStartWidth="025" borderColor="border">
          <InlineStack align="space-between" gap="300" wrap={false} blockAlign="start">
            <div>
              <Text as="p" fontWeight="semibold">
                {run.kind === "csv" ? (
                  <Link url={`/app/imports/${run.importId}`}>{t("imports.kind.csv")}</Link>
                ) : (
                  t(`imports.kind.${run.kind}`)
                )}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued">
                {t("imports.orders", {
                  count: run.ordersTotal,
                  done: format.number(run.ordersDone),
                  all: format.number(run.ordersTotal),
                })}
              </Text>
              {run.problemCount > 0 && run.kind !== "csv" && (
                <Text as="p" variant="bodySm" tone="caution">
                  <Link url={`/app/imports/${run.importId}`}>
                    {t("imports.setAside", {
                      count: run.problemCount,
                      number: format.number(run.problemCount),
                    })}
                  </Link>
                </Text>
              )}
              {run.failure !== null && (
                <Text as="p" variant="bodySm" tone="critical">
                  {t(`home:import.failure.${run.failure}`, { defaultValue: t("home:import.failure.other") })}
                </Text>
              )}
              <Text as="p" variant="bodySm" tone="subdued">
                {format.instant(run.startedAt)}
              </Text>
            </div>
            <Badge {...toneOf(run.status)}>{t(`imports.status.${run.status}`)}</Badge>
          </InlineStack>
        </Box>
      ))}
    </Card>
  );
}

function toneOf(status: string): { tone?: "success" | "critical" | "attention" | "info" } {
  switch (status) {
    case "done":
      return { tone: "success" };
    case "failed":
      return { tone: "critical" };
    case "review":
      return { tone: "attention" };
    case "discarded":
      return {};
    default:
      return { tone: "info" };
  }
}
