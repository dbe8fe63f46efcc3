import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { FilePage } from "#app/ui/files/file-page.tsx";
import { FileRows } from "#app/ui/files/file-rows.tsx";
import type { FileRowView, FileSumsView, FileView } from "#app/ui/files/file-view.ts";
import { useFormat } from "#app/ui/format.ts";
import { decideBulkGrant } from "#app/usecases/points/decide-bulk-grant.ts";
import { app } from "#app/wiring.server.ts";

const ROWS_SHOWN = 200;

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

type GrantView = FileView & {
  readonly expiresAt: string | null;
  readonly sums: FileSumsView & { readonly toGive: number; readonly toTake: number };
};
type GrantRowView = FileRowView & { readonly points: number | null };
type Data = { grant: GrantView; rows: GrantRowView[]; currency: string; timeZone: string };

/** A file of points: what it would give and take, and what it did. */
export default function Grant() {
  const { grant, rows, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("grants");
  const format = useFormat(shop);
  const { sums, expiresAt } = grant;
  const figures = {
    give: format.number(sums.toGive),
    take: format.number(sums.toTake),
    members: format.number(sums.members),
    count: sums.members,
  };
  return (
    <FilePage
      words="grants"
      file={grant}
      backUrl="/app/grants"
      does="give"
      nothing={sums.toGive === 0 && sums.toTake === 0}
      figures={figures}
      format={format}
      notes={expiresAt === null ? [] : [t("sum.through", { day: format.lastDayBefore(expiresAt) })]}
    >
      <FileRows
        words="grants"
        rows={rows}
        all={sums.rows}
        format={format}
        effect={({ points }) => (
          <Text as="span" numeric fontWeight="semibold">
            {points === null ? "—" : format.signed(points)}
          </Text>
        )}
      />
    </FilePage>
  );
}
