import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { BlockStack, Layout, Page } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { Figures, type FiguresView } from "#app/ui/figures.tsx";
import { LatestChanges, type LatestChangeView } from "#app/ui/latest-changes.tsx";
import { Notices, type NoticesView } from "#app/ui/notices.tsx";
import { SetupGuide, type SetupView } from "#app/ui/setup-guide.tsx";
import { useFormat } from "#app/ui/format.ts";
import { missingScopes } from "#app/shopify/scopes.ts";
import { describeSetup } from "#app/usecases/reports/describe-setup.ts";
import { listLatestChanges } from "#app/usecases/reports/list-latest-changes.ts";
import { listNotices } from "#app/usecases/reports/list-notices.ts";
import { app } from "#app/wiring.server.ts";

/** How often progress is asked for while an import runs. */
const POLL_MS = 2000;
const LATEST_CHANGES = 10;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const [setup, notices, latest] = await Promise.all([
    describeSetup(app, shop),
    listNotices({ ...app, missingScopes }, shop),
    listLatestChanges(app, shop.shopId, LATEST_CHANGES),
  ]);
  const { localStore, shopify } = app.environment;
  const handle = shop.shopId.replace(/\.myshopify\.com$/, "");
  return Response.json({
    setup,
    notices,
    latest,
    themeEditorUrl:
      localStore === null
        ? `https://${shop.shopId}/admin/themes/current/editor?template=product&addAppBlockId=${shopify.apiKey}/earn-points&target=mainSection`
        : `${localStore.url}/admin/theme?shop=${shop.shopId}`,
    storefrontUrl: localStore === null ? `https://${shop.shopId}` : `${localStore.url}/?shop=${handle}`,
    currency: shop.currency,
    timeZone: shop.timeZone,
    shopName: shop.name,
  });
}

type Data = {
  setup: SetupView;
  notices: NoticesView;
  latest: LatestChangeView[];
  themeEditorUrl: string;
  storefrontUrl: string;
  currency: string;
  timeZone: string;
  shopName: string;
};

export default function Home() {
  const initial = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("home");
  const format = useFormat(initial);
  const poll = useFetcher<{ setup: SetupView }>();
  const figures = useFetcher<FiguresView>();
  const setup = poll.data?.setup ?? initial.setup;
  const importing = setup.import.state === "running";

  useEffect(() => {
    if (!importing) return undefined;
    const timer = setInterval(
      () => document.visibilityState === "visible" && poll.load("/app/setup"),
      POLL_MS,
    );
    return () => clearInterval(timer);
  }, [importing]);
  // The figures of a large shop take a moment: the page stands before they do. They are counted again when an import ends.
  useEffect(() => figures.load("/app/figures"), [importing]);

  const done = setup.launched && setup.dismissed;
  const state = <Figures figures={figures.data ?? null} format={format} />;
  return (
    <Page title={t("title", { shop: initial.shopName })}>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Notices notices={initial.notices} />
            {/* Before the launch the way there comes first, afterwards the state of things. */}
            {setup.launched && state}
            {!done && (
              <SetupGuide
                setup={setup}
                format={format}
                themeEditorUrl={initial.themeEditorUrl}
                storefrontUrl={initial.storefrontUrl}
                onChanged={() => poll.load("/app/setup")}
              />
            )}
            {!setup.launched && state}
            <LatestChanges changes={initial.latest} format={format} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
