import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Card,
  DataTable,
  InlineStack,
  Button,
  Page,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import { app } from "#app/wiring.server.ts";

const POLL_MS = 2000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const run = await app.runs.get(shop.shopId, params["id"] ?? "");
  if (run === null || (run.kind !== "csv" && run.problemCount === 0))
    throw new Response(null, { status: 404 });
  return Response.json({ run, currency: shop.currency, timeZone: shop.timeZone });
}

type Problem = { row: number; code: string; data: Record<string, string | number> };
type Data = {
  run: {
    importId: string;
    kind: "first" | "reconcile" | "csv";
    status: string;
    ordersDone: number;
    ordersTotal: number;
    problems: Problem[];
    problemCount: number;
    failure: string | null;
  };
  currency: string;
  timeZone: string;
};
const RUNNING = ["requested", "loading", "recording", "fetching"];

export default function ImportReview() {
  const { run, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation(["connection", "home"]);
  const format = useFormat(shop);
  const revalidator = useRevalidator();
  const running = RUNNING.includes(run.status);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => revalidator.revalidate(), POLL_MS);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <Page
      title={run.kind === "csv" ? t("review.title") : t(`imports.kind.${run.kind}`)}
      backAction={{ content: t("title"), url: "/app/connection" }}
    >
      <BlockStack gap="400">
        {running && (
          <Card>
            <BlockStack gap="200">
              <ProgressBar
                progress={run.ordersTotal === 0 ? 0 : (run.ordersDone / run.ordersTotal) * 100}
                ariaLabelledBy="import-progress"
              />
              <span id="import-progress" role="status">
                {t("review.running", {
                  done: format.number(run.ordersDone),
                  all: format.number(run.ordersTotal),
                })}
              </span>
            </BlockStack>
          </Card>
        )}
        {run.status === "done" && run.kind === "csv" && <Banner tone="success" title={t("review.done")} />}
        {run.status === "discarded" && <Banner tone="info" title={t("review.discarded")} />}
        {run.status === "failed" && (
          <Banner tone="critical" title={t("review.failed")}>
            <p>{t(`home:import.failure.${run.failure}`, { defaultValue: t("home:import.failure.other") })}</p>
          </Banner>
        )}
        {run.status === "review" && (
          <Decision
            run={run}
            problems={format.number(run.problemCount)}
            onDecided={() => revalidator.revalidate()}
          />
        )}
        {run.problems.length > 0 && <Problems run={run} />}
      </BlockStack>
    </Page>
  );
}

function Problems({ run }: { run: Data["run"] }) {
  const { t } = useTranslation("connection");
  return (
    <Card>
      <DataTable
        columnContentTypes={["numeric", "text"]}
        headings={[t("review.row"), t("review.problem")]}
        rows={run.problems.map(({ row, code, data }) => [
          row,
          t(`problem.${code}`, { ...data, defaultValue: t("problem.other", data) }),
        ])}
        {...(run.problemCount > run.problems.length && {
          footerContent: t("review.more", { shown: run.problems.length }),
        })}
      />
    </Card>
  );
}

function Decision({
  run,
  problems,
  onDecided,
}: {
  run: Data["run"];
  problems: string;
  onDecided: () => void;
}) {
  const { t } = useTranslation("connection");
  const fetcher = useFetcher();
  const [asking, setAsking] = useState(false);
  const action = `/app/imports/${run.importId}/decision`;
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data !== undefined) onDecided();
  }, [fetcher.state, fetcher.data]);
  return (
    <Banner tone="warning" title={t("review.question", { count: run.problemCount, problems })}>
      <InlineStack gap="200">
        <Button
          variant="primary"
          loading={fetcher.state !== "idle"}
          onClick={() => fetcher.submit(null, { method: "post", action })}
        >
          {t("review.keep")}
        </Button>
        <Button onClick={() => setAsking(true)}>{t("review.discard")}</Button>
      </InlineStack>
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t("review.discardTitle")}
        confirm={t("review.discard")}
        destructive
        onConfirm={() => {
          fetcher.submit(null, { method: "delete", action });
          setAsking(false);
        }}
      >
        <Text as="p">{t("review.discardText")}</Text>
      </ConfirmModal>
    </Banner>
  );
}
