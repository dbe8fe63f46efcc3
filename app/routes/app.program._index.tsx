import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { Badge, Banner, BlockStack, Card, Layout, Page, Text } from "@shopify/polaris";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import { DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { programBody } from "#app/public-api/shapes/program.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import { HistoryCard, type HistoryChoice } from "#app/ui/history-card.tsx";
import { ParticipationCard } from "#app/ui/participation-card.tsx";
import { ProgramEditor } from "#app/ui/program-editor.tsx";
import { type ProgramForm, toBody, toForm } from "#app/ui/program-form.ts";
import { ProgramPreview } from "#app/ui/program-preview.tsx";
import { useLeaveConfirmation } from "#app/ui/use-leave-confirmation.ts";
import { type VersionView, ProgramVersions } from "#app/ui/program-versions.tsx";
import { publishProgram } from "#app/usecases/publish-program.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const versions = await app.programs.list(shop.shopId);
  return Response.json({
    versions: versions.toReversed(),
    current: versions.at(-1)?.body ?? null,
    participation: { mode: shop.participation, excludedTag: shop.excludedTag },
    history: { earns: shop.historyEarns, from: shop.historyFrom },
    currency: shop.currency,
    timeZone: shop.timeZone,
    now: app.clock.now().toISOString(),
    today: businessDate(app.clock.now(), shop.timeZone),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const body = programBody.parse(await request.json());
  const published = await publishProgram(app, shopId, { body, by: staffName });
  return Response.json(published.ok ? { ok: true, version: published.value.version } : published);
}

type Data = {
  versions: VersionView[];
  current: ProgramBody | null;
  participation: ParticipationRule;
  history: HistoryChoice;
  currency: string;
  timeZone: string;
  now: string;
  today: string;
};
type Result =
  | { ok: true; version: number }
  | { ok: false; refusals: { code: string; detail: string; pointer?: string }[] };
const SAVE_BAR = "program-save-bar";

export default function ProgramPage() {
  const { versions, current, participation, history, now, today, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("program");
  const format = useFormat(shop);
  const shopify = useAppBridge();
  const fetcher = useFetcher<Result>();
  const saved = useMemo(() => toForm(current ?? DEFAULT_PROGRAM), [current]);
  const [form, setForm] = useState<ProgramForm>(saved);
  const [asking, setAsking] = useState(false);
  const changed = JSON.stringify(form) !== JSON.stringify(saved);
  const body = toBody(form);
  const refusals = validateProgram(body, shop.currency, today);

  useEffect(() => setForm(saved), [saved]);
  useLeaveConfirmation(changed);
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok)
      shopify.toast.show(t("published", { version: fetcher.data.version }));
  }, [fetcher.state, fetcher.data]);
  const publish = () => {
    setAsking(false);
    fetcher.submit(JSON.stringify(body), { method: "post", encType: "application/json" });
  };
  const refused = fetcher.state === "idle" && fetcher.data?.ok === false ? fetcher.data.refusals : [];
  return (
    <Page
      title={t("title")}
      titleMetadata={
        <Badge tone={current === null ? "attention" : "success"}>
          {current === null ? t("none") : t("version", { version: versions[0]?.version ?? 0 })}
        </Badge>
      }
    >
      <SaveBar id={SAVE_BAR} open={changed || current === null} discardConfirmation>
        <button
          variant="primary"
          onClick={() => refusals.length === 0 && setAsking(true)}
          {...(fetcher.state !== "idle" && { loading: "" })}
        >
          {t("publish.open")}
        </button>
        <button onClick={() => setForm(saved)}>{t("discard")}</button>
      </SaveBar>
      <Layout>
        {refused.length > 0 && (
          <Layout.Section>
            <Banner tone="critical" title={t("refused")}>
              {refused.map(({ code, pointer, detail }) => (
                <p key={`${pointer} ${code}`}>{t(`refusal.${code}`, { defaultValue: detail })}</p>
              ))}
            </Banner>
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <ProgramEditor form={form} onChange={setForm} refusals={refusals} currency={shop.currency} />
            <ParticipationCard rule={participation} format={format} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <ProgramPreview
              body={refusals.length === 0 ? body : null}
              shop={{ ...shop, now }}
              format={format}
            />
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  {t("rules.title")}
                </Text>
                <Text as="p">{t("rules.text")}</Text>
              </BlockStack>
            </Card>
            <HistoryCard history={history} format={format} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section>
          <ProgramVersions versions={versions} format={format} />
        </Layout.Section>
      </Layout>
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t(current === null ? "publish.firstTitle" : "publish.title")}
        confirm={t("publish.confirm")}
        onConfirm={publish}
      >
        <Text as="p">{t(current === null ? "publish.first" : "publish.text")}</Text>
      </ConfirmModal>
    </Page>
  );
}
