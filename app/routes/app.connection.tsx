import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { heldScopes, missingScopes, SCOPES } from "#app/shopify/scopes.ts";
import { FactList } from "#app/ui/fact-list.tsx";
import { useFormat } from "#app/ui/format.ts";
import { ImportRuns, type ImportRunView } from "#app/ui/import-runs.tsx";
import { Notices, type NoticesView } from "#app/ui/notices.tsx";
import { PrivacyRequests, type PrivacyRequestView } from "#app/ui/privacy-requests.tsx";
import { listNotices } from "#app/usecases/reports/list-notices.ts";
import { offlineSessionId } from "#app/usecases/shops/session-ports.ts";
import { app } from "#app/wiring.server.ts";

const ROWS = 20;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const { shopId } = shop;
  const [session, notices, topics, failedEvents, failedJobs, runs, privacy, open] = await Promise.all([
    app.sessions.get(offlineSessionId(shopId)),
    listNotices({ ...app, missingScopes }, shop),
    app.inbox.lastByTopic(shopId),
    app.inbox.listFailed(shopId, ROWS),
    app.queue.listFailed(shopId),
    app.runs.list(shopId, ROWS),
    app.privacy.list(shopId, ROWS),
    app.inbox.countOpen(shopId),
  ]);
  const held = heldScopes((session?.scope ?? "").split(",").filter(Boolean));
  return Response.json({
    shopId,
    token: { problem: shop.tokenProblem, expiresAt: session?.expiresAt ?? null },
    scopes: SCOPES.map(({ scope, optional }) => ({ scope, optional, granted: held.has(scope) })),
    reconciledUntil: shop.reconciledUntil,
    installedAt: shop.installedAt,
    waiting: open,
    // The failed events stand below, each with its retry.
    notices: notices.filter(({ code }) => code !== "failed-events"),
    topics,
    failedEvents,
    failedJobs,
    runs,
    privacy: privacy.map(({ requestId, topic, receivedAt, dueAt, doneAt, export: found }) => ({
      ...{ requestId, topic, receivedAt, dueAt, doneAt },
      hasExport: found !== null,
    })),
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}

/** POST: another try for a failed event (`topic`, `eventId`) or a failed job (`job`, `jobId`). */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const form = await request.formData();
  const field = (name: string) => String(form.get(name) ?? "");
  const retried = form.has("eventId")
    ? await app.inbox.retry(shopId, field("topic"), field("eventId"), app.clock.now())
    : await app.queue.retry(shopId, field("job"), field("jobId"));
  if (retried && form.has("eventId")) app.wake.inbox(shopId);
  return Response.json({ retried }, { status: retried ? 200 : 404 });
}

type Data = {
  shopId: string;
  token: { problem: string | null; expiresAt: string | null };
  scopes: { scope: string; optional: boolean; granted: boolean }[];
  reconciledUntil: string | null;
  installedAt: string;
  waiting: number;
  notices: NoticesView;
  topics: { topic: string; receivedAt: string }[];
  failedEvents: { topic: string; eventId: string; failure: string; attempts: number; receivedAt: string }[];
  failedJobs: { id: string; job: string; failedAt: string; failure: string }[];
  runs: ImportRunView[];
  privacy: PrivacyRequestView[];
  currency: string;
  timeZone: string;
};

export default function Connection() {
  const data = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("connection");
  const format = useFormat(data);
  return (
    <Page title={t("title")}>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Notices notices={data.notices} />
            <Failures events={data.failedEvents} jobs={data.failedJobs} when={format.instant} />
            <ImportRuns runs={data.runs} format={format} />
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {t("events.title")}
                </Text>
                <Text as="p" tone="subdued">
                  {t("events.waiting", { count: data.waiting, events: format.number(data.waiting) })}
                </Text>
                {data.topics.length === 0 ? (
                  <Text as="p">{t("events.empty")}</Text>
                ) : (
                  <FactList
                    facts={data.topics.map(({ topic, receivedAt }) => ({
                      term: topic,
                      fact: format.instant(receivedAt),
                    }))}
                  />
                )}
              </BlockStack>
            </Card>
            <PrivacyRequests requests={data.privacy} format={format} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Card>
              <BlockStack gap="300">
                <InlineStack align="space-between">
                  <Text as="h2" variant="headingMd">
                    {t("token.title")}
                  </Text>
                  <Badge tone={data.token.problem === null ? "success" : "critical"}>
                    {t(data.token.problem === null ? "token.fine" : "token.reconnect")}
                  </Badge>
                </InlineStack>
                <FactList
                  facts={[
                    { term: t("token.shop"), fact: data.shopId },
                    { term: t("token.installed"), fact: format.instant(data.installedAt) },
                    {
                      term: t("token.renewed"),
                      fact: data.token.expiresAt === null ? "—" : format.instant(data.token.expiresAt),
                    },
                    {
                      term: t("sweep"),
                      fact: data.reconciledUntil === null ? "—" : format.instant(data.reconciledUntil),
                    },
                  ]}
                />
              </BlockStack>
            </Card>
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {t("scopes.title")}
                </Text>
                {data.scopes.map(({ scope, granted, optional }) => (
                  <BlockStack key={scope} gap="050">
                    <InlineStack gap="200" blockAlign="center">
                      <Text as="span" fontWeight="semibold">
                        {scope}
                      </Text>
                      <Badge tone={granted ? "success" : optional ? "info" : "warning"}>
                        {t(granted ? "scopes.granted" : optional ? "scopes.optional" : "scopes.missing")}
                      </Badge>
                    </InlineStack>
                    <Text as="p" variant="bodySm" tone="subdued">
                      {t(`scope.${scope}`)}
                    </Text>
                  </BlockStack>
                ))}
              </BlockStack>
            </Card>
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {t("uninstall.title")}
                </Text>
                <Text as="p">{t("uninstall.card")}</Text>
                <Link url="/app/uninstall">{t("uninstall.open")}</Link>
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function Failures(props: {
  events: Data["failedEvents"];
  jobs: Data["failedJobs"];
  when: (instant: string) => string;
}) {
  const { t } = useTranslation("connection");
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ retried: boolean }>();
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data !== undefined)
      shopify.toast.show(t(fetcher.data.retried ? "failures.retried" : "failures.gone"));
  }, [fetcher.state, fetcher.data]);
  if (props.events.length + props.jobs.length === 0) return null;
  const rows = [
    ...props.events.map((event) => ({
      key: `${event.topic} ${event.eventId}`,
      title: event.topic,
      at: event.receivedAt,
      failure: event.failure,
      fields: { topic: event.topic, eventId: event.eventId },
    })),
    ...props.jobs.map((job) => ({
      key: job.id,
      title: t(`job.${job.job}`),
      at: job.failedAt,
      failure: job.failure,
      fields: { job: job.job, jobId: job.id },
    })),
  ];
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("failures.title")}
        </Text>
      </Box>
      {rows.map(({ key, title, at, failure, fields }) => (
        <Box key={key} padding="400" borderBlockStartWidth="025" borderColor="border">
          <InlineStack align="space-between" gap="300" wrap={false} blockAlign="center">
            <BlockStack gap="050">
              <Text as="span" fontWeight="semibold">
                {title}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued" breakWord>
                {failure}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued">
                {props.when(at)}
              </Text>
            </BlockStack>
            <Button
              onClick={() => fetcher.submit(fields, { method: "post" })}
              disabled={fetcher.state !== "idle"}
              accessibilityLabel={t("failures.retryOf", { what: title })}
            >
              {t("failures.retry")}
            </Button>
          </InlineStack>
        </Box>
      ))}
    </Card>
  );
}
