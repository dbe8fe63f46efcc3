import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { FilePage } from "#app/ui/files/file-page.tsx";
import { FileRows } from "#app/ui/files/file-rows.tsx";
import type { FileView } from "#app/ui/files/file-view.ts";
import { useFormat } from "#app/ui/format.ts";
import { TierFileEffect, type TierFileRowView } from "#app/ui/tiers/tier-file-effect.tsx";
import { decideTierFile } from "#app/usecases/tiers/decide-tier-file.ts";
import { app } from "#app/wiring.server.ts";

const ROWS_SHOWN = 200;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const fileId = params["id"] ?? "";
  const file = await app.tierFiles.get(shop.shopId, fileId);
  if (file === null) throw new Response(null, { status: 404 });
  const [rows, program] = await Promise.all([
    app.tierFiles.listRows(shop.shopId, fileId, ROWS_SHOWN),
    app.programs.getCurrent(shop.shopId),
  ]);
  return Response.json({
    ...{ file, rows, currency: shop.currency, timeZone: shop.timeZone },
    tiers: (program?.body.tiers?.ladder ?? []).map(({ id, name }) => ({ id, name })),
    launched: shop.launchedAt !== null,
  });
}

/** POST /app/tiers/files/{id} (form field `decision`: apply | discard | undo) */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const decision = z.enum(["apply", "discard", "undo"]).parse((await request.formData()).get("decision"));
  return Response.json(
    await decideTierFile(app, shopId, { fileId: params["id"] ?? "", decision, by: staffName }),
  );
}

type Data = {
  file: FileView;
  rows: TierFileRowView[];
  tiers: { id: string; name: string }[];
  launched: boolean;
  currency: string;
  timeZone: string;
};

/** A file of tiers: where it would put whom, and what it did. */
export default function TierFile() {
  const { file, rows, tiers, launched, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation(["tier-files", "tiers"]);
  const format = useFormat(shop);
  const { sums } = file;
  const nameOf = (id: string) =>
    tiers.find((tier) => tier.id === id)?.name ?? t("goneTier", { ns: "tiers", id });
  return (
    <FilePage
      words="tier-files"
      file={file}
      backUrl="/app/tiers/files"
      does="apply"
      nothing={sums.rows === sums.problems}
      figures={{
        number: format.number(sums.members),
        count: sums.members,
        gifts: t(launched ? "apply.given" : "apply.silent"),
      }}
      format={format}
    >
      <FileRows
        words="tier-files"
        rows={rows}
        all={sums.rows}
        format={format}
        effect={(row) => <TierFileEffect row={row} nameOf={nameOf} format={format} />}
      />
    </FilePage>
  );
}
