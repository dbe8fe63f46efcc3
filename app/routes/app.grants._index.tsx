import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, Box, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { addDays, startOfDay } from "#app/domain/shared/calendar.ts";
import { useFormat } from "#app/ui/format.ts";
import { GRANT_TONES, type GrantView } from "#app/ui/grant-view.ts";
import { ListCard } from "#app/ui/list-card.tsx";
import { prepareBulkGrant } from "#app/usecases/points/prepare-bulk-grant.ts";
import { app } from "#app/wiring.server.ts";

const GRANTS_MAX = 100;
/** 100,000 rows of e-mail and points are about 4 MB. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const grants = await app.bulkGrants.list(shop.shopId, GRANTS_MAX);
  return Response.json({ grants, currency: shop.currency, timeZone: shop.timeZone });
}

const querySchema = z.object({
  name: z.string().max(200).default("points.csv"),
  reason: z.string().max(500).default(""),
  lastDay: z.iso.date().optional(),
});

/** POST /app/grants?name&reason&lastDay with the file itself as the body → { ok, grantId }; nothing is given yet. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const asked = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > FILE_BYTES_MAX) {
    const detail = "Split the file: at most 20 MB at once.";
    return Response.json({ ok: false, refusals: [{ code: "too-many-rows", detail }] }, { status: 422 });
  }
  const prepared = await prepareBulkGrant(app, shop.shopId, {
    ...{ fileName: asked.name, reason: asked.reason, by: staffName },
    expiresAt: asked.lastDay === undefined ? null : startOfDay(addDays(asked.lastDay, 1), shop.timeZone),
    open: async function* () {
      yield await Promise.resolve(bytes);
    },
  });
  return Response.json(prepared.ok ? { ok: true, ...prepared.value } : prepared, {
    status: prepared.ok ? 201 : 422,
  });
}

type Data = { grants: GrantView[]; currency: string; timeZone: string };

/** Files of points: each looked at before it is given, and taken back as one. */
export default function Grants() {
  const { grants, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("grants");
  const format = useFormat(shop);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      backAction={{ content: t("members"), url: "/app/members" }}
      primaryAction={{ content: t("new"), url: "/app/grants/new" }}
    >
      <ListCard
        title={t("list")}
        empty={t("empty")}
        items={grants.map((grant) => ({
          key: grant.grantId,
          content: (
            <Box paddingInline="400" paddingBlock="300">
              <InlineStack align="space-between" blockAlign="start" gap="300">
                <div>
                  <InlineStack gap="200" blockAlign="center">
                    <Link url={`/app/grants/${grant.grantId}`}>{grant.fileName}</Link>
                    <Badge tone={GRANT_TONES[grant.status]}>{t(`status.${grant.status}`)}</Badge>
                  </InlineStack>
                  <Text as="p" breakWord>
                    {grant.reason}
                  </Text>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {t("made", { by: grant.createdBy, at: format.instant(grant.createdAt) })}
                  </Text>
                </div>
                <Text as="p" numeric>
                  {t("reaches", { count: grant.sums.members, number: format.number(grant.sums.members) })}
                </Text>
              </InlineStack>
            </Box>
          ),
        }))}
      />
    </Page>
  );
}
