import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, Card, InlineStack, Layout, List, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { FactList } from "#app/ui/fact-list.tsx";
import { useFormat } from "#app/ui/format.ts";
import { leaveShopify, returnToShopify } from "#app/usecases/shops/leave-shopify.ts";
import { app } from "#app/wiring.server.ts";

/** How often the page asks how far the removal has come. */
const POLL_MS = 3_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return Response.json({
    quietSince: shop.quietSince,
    isLaunched: shop.launchedAt !== null,
    left: await app.presence.count(shop.shopId),
    ...{ currency: shop.currency, timeZone: shop.timeZone },
  });
}

/** POST `what`: `leave` = remove everything from Shopify, `return` = put it back. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const what = String((await request.formData()).get("what"));
  if (what === "leave") await leaveShopify(app, shopId, staffName);
  else if (what === "return") await returnToShopify(app, shopId, staffName);
  else return Response.json({ done: null }, { status: 400 });
  return Response.json({ done: what });
}

type Data = {
  quietSince: string | null;
  isLaunched: boolean;
  left: { marks: number; freeShipping: number; codes: number; shows: boolean };
  currency: string;
  timeZone: string;
};

export default function BeforeYouUninstall() {
  const { quietSince, left, isLaunched, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("connection");
  const format = useFormat(shop);
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ done: "leave" | "return" | null }>();
  const [asking, setAsking] = useState(false);
  const isLeaving = left.shows || left.marks + left.freeShipping + left.codes > 0;
  useRevalidationWhile(quietSince !== null && isLeaving);
  useEffect(() => {
    if (fetcher.state !== "idle" || fetcher.data == null) return;
    setAsking(false);
    if (fetcher.data.done !== null) shopify.toast.show(t(`uninstall.started.${fetcher.data.done}`));
  }, [fetcher.state, fetcher.data]);
  const send = (what: "leave" | "return") => fetcher.submit({ what }, { method: "post" });
  const busy = fetcher.state !== "idle";
  return (
    <Page title={t("uninstall.title")} backAction={{ content: t("title"), url: "/app/connection" }}>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Progress since={quietSince} isLeaving={isLeaving} when={format.instant} />
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {t("uninstall.what")}
                </Text>
                <Text as="p">{t("uninstall.why")}</Text>
                <Effects />
                {quietSince !== null && (
                  <FactList
                    facts={[
                      { term: t("uninstall.left.marks"), fact: format.number(left.marks) },
                      { term: t("uninstall.left.freeShipping"), fact: format.number(left.freeShipping) },
                      { term: t("uninstall.left.codes"), fact: format.number(left.codes) },
                      {
                        term: t("uninstall.left.shows"),
                        fact: t(left.shows ? "uninstall.left.yes" : "uninstall.left.no"),
                      },
                    ]}
                  />
                )}
                <InlineStack>
                  {quietSince === null ? (
                    <Button tone="critical" disabled={busy || !isLaunched} onClick={() => setAsking(true)}>
                      {t("uninstall.leave")}
                    </Button>
                  ) : (
                    <Button variant="primary" loading={busy} onClick={() => send("return")}>
                      {t("uninstall.return")}
                    </Button>
                  )}
                </InlineStack>
                {!isLaunched && <Text as="p">{t("uninstall.nothing")}</Text>}
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
      </Layout>
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t("uninstall.confirm.title")}
        confirm={t("uninstall.leave")}
        onConfirm={() => send("leave")}
        destructive
        busy={busy}
      >
        <BlockStack gap="300">
          <Effects />
          <Text as="p">{t("uninstall.confirm.undo")}</Text>
        </BlockStack>
      </ConfirmModal>
    </Page>
  );
}

function Effects() {
  const { t } = useTranslation("connection");
  return (
    <List>
      {(["shows", "tags", "shipping", "codes", "money", "books"] as const).map((what) => (
        <List.Item key={what}>{t(`uninstall.effects.${what}`)}</List.Item>
      ))}
    </List>
  );
}

function Progress(props: {
  readonly since: string | null;
  readonly isLeaving: boolean;
  readonly when: (at: string) => string;
}) {
  const { t } = useTranslation("connection");
  if (props.since === null) return null;
  const at = props.when(props.since);
  return (
    <div role="status">
      {props.isLeaving ? (
        <Banner tone="info" title={t("uninstall.leaving.title")}>
          {t("uninstall.leaving.text", { at })}
        </Banner>
      ) : (
        <Banner tone="success" title={t("uninstall.gone.title")}>
          {t("uninstall.gone.text", { at })}
        </Banner>
      )}
    </div>
  );
}

function useRevalidationWhile(isUnderWay: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => void revalidate(), POLL_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, revalidate]);
}
