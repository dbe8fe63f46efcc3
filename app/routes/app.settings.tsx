import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return Response.json({
    tokens: await app.apiTokens.list(shop.shopId),
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}

type TokenView = {
  tokenId: string;
  name: string;
  createdAt: string;
  createdBy: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};
type Data = { tokens: TokenView[]; currency: string; timeZone: string };

export default function Settings() {
  const { tokens, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("settings");
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  return (
    <Page title={t("title")}>
      <Layout>
        <Layout.AnnotatedSection title={t("tokens.title")} description={<TokensDescription />}>
          <BlockStack gap="400">
            <NewToken />
            <TokenList tokens={tokens} shop={shop} onRevoke={setRevoking} />
          </BlockStack>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("activity.title")} description={t("activity.description")}>
          <Card>
            <Link url="/app/activity">{t("activity.open")}</Link>
          </Card>
        </Layout.AnnotatedSection>
      </Layout>
      <RevokeModal token={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}

function TokensDescription() {
  const { t } = useTranslation("settings");
  return (
    <BlockStack gap="200">
      <Text as="p">{t("tokens.description")}</Text>
      <Link url="/api/v1/openapi.json" target="_blank">
        {t("tokens.reference")}
      </Link>
    </BlockStack>
  );
}

function NewToken() {
  const { t } = useTranslation("settings");
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ token?: string; refusals?: { code: string; detail: string }[] }>();
  const [name, setName] = useState("");
  const made = fetcher.state === "idle" ? fetcher.data?.token : undefined;
  const refusal = fetcher.state === "idle" ? fetcher.data?.refusals?.[0] : undefined;
  useEffect(() => {
    if (made !== undefined) setName("");
  }, [made]);
  const copy = async (token: string) => {
    await navigator.clipboard.writeText(token);
    shopify.toast.show(t("tokens.copied"));
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("tokens.new")}
        </Text>
        <fetcher.Form method="post" action="/app/api-tokens">
          <TextField
            label={t("tokens.name")}
            name="name"
            value={name}
            onChange={setName}
            autoComplete="off"
            maxLength={80}
            helpText={t("tokens.nameHelp")}
            error={
              refusal === undefined ? false : t(`refusal.${refusal.code}`, { defaultValue: refusal.detail })
            }
            connectedRight={
              <Button submit variant="primary" loading={fetcher.state !== "idle"}>
                {t("tokens.create")}
              </Button>
            }
          />
        </fetcher.Form>
        {made !== undefined && (
          <Banner tone="success" title={t("tokens.once")}>
            <InlineStack gap="200" blockAlign="center">
              <Text as="p" breakWord>
                <code>{made}</code>
              </Text>
              <Button onClick={() => void copy(made)}>{t("tokens.copy")}</Button>
            </InlineStack>
          </Banner>
        )}
      </BlockStack>
    </Card>
  );
}

function TokenList(props: {
  tokens: readonly TokenView[];
  shop: { currency: string; timeZone: string };
  onRevoke: (token: TokenView) => void;
}) {
  const { t } = useTranslation("settings");
  const format = useFormat(props.shop);
  return (
    <Card padding="0">
      {props.tokens.length === 0 && (
        <Box padding="400">
          <Text as="p" tone="subdued">
            {t("tokens.empty")}
          </Text>
        </Box>
      )}
      {props.tokens.map((token) => (
        <Box key={token.tokenId} padding="400" borderBlockEndWidth="025" borderColor="border">
          <InlineStack align="space-between" blockAlign="center" gap="300" wrap={false}>
            <BlockStack gap="050">
              <InlineStack gap="200">
                <Text as="span" fontWeight="semibold" breakWord>
                  {token.name}
                </Text>
                {token.revokedAt !== null && <Badge>{t("tokens.revoked")}</Badge>}
              </InlineStack>
              <Text as="span" variant="bodySm" tone="subdued">
                {t("tokens.made", { day: format.dayOf(token.createdAt), by: token.createdBy })}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued">
                {token.lastUsedAt === null
                  ? t("tokens.unused")
                  : t("tokens.used", { at: format.instant(token.lastUsedAt) })}
              </Text>
            </BlockStack>
            {token.revokedAt === null && (
              <Button
                tone="critical"
                variant="tertiary"
                onClick={() => props.onRevoke(token)}
                accessibilityLabel={t("tokens.revokeNamed", { name: token.name })}
              >
                {t("tokens.revoke")}
              </Button>
            )}
          </InlineStack>
        </Box>
      ))}
    </Card>
  );
}

function RevokeModal({ token, onClose }: { token: TokenView | null; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const shopify = useAppBridge();
  const fetcher = useFetcher();
  useEffect(() => {
    if (fetcher.state !== "idle" || fetcher.data === undefined) return;
    shopify.toast.show(t("tokens.isRevoked"));
    onClose();
  }, [fetcher.state, fetcher.data]);
  return (
    <ConfirmModal
      open={token !== null}
      onClose={onClose}
      title={t("tokens.revokeTitle", { name: token?.name ?? "" })}
      confirm={t("tokens.revoke")}
      destructive
      busy={fetcher.state !== "idle"}
      onConfirm={() => {
        if (token !== null)
          fetcher.submit(null, { method: "delete", action: `/app/api-tokens/${token.tokenId}` });
      }}
    >
      <Text as="p">{t("tokens.revokeText")}</Text>
    </ConfirmModal>
  );
}
