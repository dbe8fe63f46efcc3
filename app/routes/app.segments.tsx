import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Layout, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { readFilter, typeFilter, type TypedFilter } from "#app/domain/earning/typed-campaign.ts";
import { EVERYBODY, type Segment } from "#app/domain/membership/segment.ts";
import { validateFilter } from "#app/domain/membership/validate-segment.ts";
import type { RefusalView } from "#app/ui/campaigns/campaign-workbench.tsx";
import { ErrorsContext, Field } from "#app/ui/campaigns/fields.tsx";
import { FilterFields } from "#app/ui/campaigns/filter-fields.tsx";
import { Reach, useReach } from "#app/ui/campaigns/reach.tsx";
import { typedFilterShape } from "#app/ui/campaigns/shapes.ts";
import { useFormat } from "#app/ui/format.ts";
import { ListCard } from "#app/ui/list-card.tsx";
import { removeSegment, saveSegment } from "#app/usecases/campaigns/change-segments.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const [segments, program] = await Promise.all([
    app.segments.list(shop.shopId),
    app.programs.getCurrent(shop.shopId),
  ]);
  const tiers = program?.body.tiers?.ladder.map(({ id, name }) => ({ id, name })) ?? [];
  return Response.json({ segments, tiers, currency: shop.currency, timeZone: shop.timeZone });
}

const bodySchema = z.discriminatedUnion("do", [
  z.object({
    ...{ do: z.literal("save"), segmentId: z.string().nullable(), name: z.string().max(1000) },
    filter: typedFilterShape,
  }),
  z.object({ do: z.literal("remove"), segmentId: z.string() }),
]);

/** POST /app/segments { do: save | remove } → { ok, did } */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const asked = bodySchema.parse(await request.json());
  const done =
    asked.do === "remove"
      ? await removeSegment(app, shop.shopId, asked.segmentId, staffName)
      : await saveSegment(app, shop, { ...asked, filter: readFilter(asked.filter) }, staffName);
  return Response.json(done.ok ? { ok: true, did: asked.do } : done, { status: done.ok ? 200 : 422 });
}

type Editing = { readonly segmentId: string | null; readonly name: string; readonly filter: TypedFilter };
type Data = {
  segments: Segment[];
  tiers: { id: string; name: string }[];
  currency: string;
  timeZone: string;
};
type Result = { ok: true; did: string } | { ok: false; refusals: RefusalView[] };

const NEW: Editing = { segmentId: null, name: "", filter: typeFilter(EVERYBODY) };

/** Saved filters over members, for campaigns to be made for. */
export default function Segments() {
  const { segments, tiers, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("campaigns");
  const format = useFormat(shop);
  const shopify = useAppBridge();
  const fetcher = useFetcher<Result>();
  const [editing, setEditing] = useState<Editing>(NEW);
  const [tried, setTried] = useState(false);
  const filter = readFilter(editing.filter);
  const reach = useReach({ filter, segmentId: null });
  useEffect(() => {
    if (fetcher.state !== "idle" || fetcher.data?.ok !== true) return;
    shopify.toast.show(t(`segments.did.${fetcher.data.did}`));
    setEditing(NEW);
    setTried(false);
  }, [fetcher.state, fetcher.data]);
  const send = (body: object) =>
    fetcher.submit(JSON.stringify(body), { method: "post", encType: "application/json" });
  const refused = fetcher.state === "idle" && fetcher.data?.ok === false ? fetcher.data.refusals : [];
  const faults = tried ? [...validateFilter(filter, "/filter", shop.currency), ...refused] : refused;
  const sentence = ({ code, detail }: { readonly code: string; readonly detail: string }) =>
    t(`refusal.${code}`, { defaultValue: detail });
  const general = refused.filter(({ pointer }) => pointer === undefined);
  return (
    <Page
      title={t("segments.title")}
      subtitle={t("segments.subtitle")}
      backAction={{ content: t("title"), url: "/app/campaigns" }}
    >
      <ErrorsContext.Provider
        value={(pointer) => {
          const fault = faults.find((one) => one.pointer === pointer);
          return fault !== undefined && sentence(fault);
        }}
      >
        <Layout>
          {general.length > 0 && (
            <Layout.Section>
              <Banner tone="critical" title={t("refused")}>
                {general.map((refusal) => (
                  <p key={refusal.code}>{sentence(refusal)}</p>
                ))}
              </Banner>
            </Layout.Section>
          )}
          <Layout.Section>
            <BlockStack gap="400">
              <ListCard
                title={t("segments.list")}
                empty={t("segments.empty")}
                items={segments.map((segment) => ({
                  key: segment.segmentId,
                  content: (
                    <Box paddingInline="400" paddingBlock="300">
                      <InlineStack align="space-between" blockAlign="center" gap="300">
                        <Text as="p" breakWord>
                          {segment.name}
                        </Text>
                        <InlineStack gap="200">
                          <Button
                            accessibilityLabel={t("segments.changeOf", { name: segment.name })}
                            onClick={() => setEditing({ ...segment, filter: typeFilter(segment.filter) })}
                          >
                            {t("segments.change")}
                          </Button>
                          <Button
                            tone="critical"
                            accessibilityLabel={t("segments.removeOf", { name: segment.name })}
                            onClick={() => send({ do: "remove", segmentId: segment.segmentId })}
                          >
                            {t("segments.remove")}
                          </Button>
                        </InlineStack>
                      </InlineStack>
                    </Box>
                  ),
                }))}
              />
              <Card>
                <BlockStack gap="300">
                  <Text as="h2" variant="headingMd">
                    {t(editing.segmentId === null ? "segments.new" : "segments.edit")}
                  </Text>
                  <Field
                    label={t("segments.name")}
                    value={editing.name}
                    onChange={(name) => setEditing({ ...editing, name })}
                    pointer="/name"
                  />
                  <FilterFields
                    filter={editing.filter}
                    onChange={(changed) => setEditing({ ...editing, filter: changed })}
                    at="/filter"
                    currency={shop.currency}
                    tiers={tiers}
                  />
                  <InlineStack gap="200">
                    <Button
                      variant="primary"
                      loading={fetcher.state !== "idle"}
                      onClick={() => {
                        setTried(true);
                        send({ do: "save", ...editing });
                      }}
                    >
                      {t("segments.save")}
                    </Button>
                    {editing.segmentId !== null && (
                      <Button onClick={() => setEditing(NEW)}>{t("segments.another")}</Button>
                    )}
                  </InlineStack>
                </BlockStack>
              </Card>
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  {t("segments.reach")}
                </Text>
                <Reach reach={reach} format={format} />
              </BlockStack>
            </Card>
          </Layout.Section>
        </Layout>
      </ErrorsContext.Provider>
    </Page>
  );
}
