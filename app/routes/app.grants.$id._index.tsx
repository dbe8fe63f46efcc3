import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { Badge, Banner, BlockStack, Card, Layout, Page, ProgressBar, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import { GrantRows } from "#app/ui/grant-rows.tsx";
import { GRANT_TONES, type GrantRowView, type GrantView } from "#app/ui/grant-view.ts";
import { decideBulkGrant } from "#app/usecases/points/decide-bulk-grant.ts";
import { app } from "#app/wiring.server.ts";

const ROWS_SHOWN = 200;
const POLL_MS = 1500;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const grantId = params["id"] ?? "";
  const grant = await app.bulkGrants.get(shop.shopId, grantId);
  if (grant === null) throw new Response(null, { status: 404 });
  const rows = await app.bulkGrants.listRows(shop.shopId, grantId, ROWS_SHOWN);
  return Response.json({ grant, rows, currency: shop.currency, timeZone: shop.timeZone });
}

/** POST /app/grants/{id} (form field `decision`: give | discard | undo) */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const decision = z.enum(["give", "discard", "undo"]).parse((await request.formData()).get("decision"));
  return Response.json(
    await decideBulkGrant(app, shopId, { grantId: params["id"] ?? "", decision, by: staffName }),
  );
}

type Data = { grant: GrantView; rows: GrantRowView[]; currency: string; timeZone: string };
type Decision = "give" | "discard" | "undo";

export default function Grant() {
  const { grant, rows, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("grants");
  const format = useFormat(shop);
  const fetcher = useFetcher<{ ok: boolean; refusals?: { code: string; detail: string }[] }>();
  const revalidator = useRevalidator();
  const [asking, setAsking] = useState<Decision | null>(null);
  const { sums, status } = grant;
  const running = status === "giving" || status === "undoing";
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => revalidator.revalidate(), POLL_MS);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => {
    if (fetcher.state === "idle") setAsking(null);
  }, [fetcher.state]);

  const figures = {
    give: format.number(sums.toGive),
    take: format.number(sums.toTake),
    members: format.number(sums.members),
    count: sums.members,
  };
  const nothing = sums.toGive === 0 && sums.toTake === 0;
  const finished = status === "giving" ? sums.done : sums.undone;
  const goal = status === "giving" ? sums.rows - sums.problems : sums.done;
  return (
    <Page
      title={grant.fileName}
      subtitle={grant.reason}
      titleMetadata={<Badge tone={GRANT_TONES[status]}>{t(`status.${status}`)}</Badge>}
      backAction={{ content: t("title"), url: "/app/grants" }}
      {...(status === "review" && {
        primaryAction: { content: t("give.open"), disabled: nothing, onAction: () => setAsking("give") },
        secondaryActions: [{ content: t("discard.open"), onAction: () => setAsking("discard") }],
      })}
      {...(status === "done" && {
        secondaryActions: [{ content: t("undo.open"), onAction: () => setAsking("undo") }],
      })}
    >
      <Layout>
        {(fetcher.data?.refusals ?? []).map(({ code, detail }) => (
          <Layout.Section key={code}>
            <Banner tone="critical">
              <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
            </Banner>
          </Layout.Section>
        ))}
        <Layout.Section>
          <Card>
            <BlockStack gap="200">
              <Text as="p" variant="headingMd">
                {t(status === "review" ? "sum.would" : "sum.is", figures)}
              </Text>
              {grant.expiresAt !== null && (
                <Text as="p">{t("sum.through", { day: format.lastDayBefore(grant.expiresAt) })}</Text>
              )}
              {sums.problems > 0 && (
                <Text as="p" tone="caution">
                  {t("sum.problems", { count: sums.problems, number: format.number(sums.problems) })}
                </Text>
              )}
              {running && (
                <div role="status">
                  <ProgressBar
                    progress={goal === 0 ? 0 : (100 * finished) / goal}
                    ariaLabelledBy="grant-progress"
                  />
                  <Text as="p" id="grant-progress" variant="bodySm" tone="subdued">
                    {t("progress", { done: format.number(finished), all: format.number(goal) })}
                  </Text>
                </div>
              )}
              <Text as="p" variant="bodySm" tone="subdued">
                {t("made", { by: grant.createdBy, at: format.instant(grant.createdAt) })}
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
        <Layout.Section>
          <GrantRows rows={rows} all={sums.rows} format={format} />
        </Layout.Section>
      </Layout>
      <ConfirmModal
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(`${asking ?? "give"}.title`)}
        confirm={t(`${asking ?? "give"}.confirm`)}
        destructive={asking !== "give"}
        busy={fetcher.state !== "idle"}
        onConfirm={() => asking !== null && fetcher.submit({ decision: asking }, { method: "post" })}
      >
        <Text as="p">{t(`${asking ?? "give"}.text`, figures)}</Text>
      </ConfirmModal>
    </Page>
  );
}
