import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { EXPORT_HEADERS } from "#app/usecases/points/export-ports.ts";
import { app } from "#app/wiring.server.ts";

/** GET /app/exports/members, GET /app/exports/entries: everything, as CSV, streamed. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const kind = z.enum(["members", "entries"]).parse(params["kind"]);
  const at = app.clock.now();
  await app.audit.append(shop.shopId, {
    ...{ at, actor: staffName, subject: "shop", detail: {} },
    action: `exported-${kind}`,
  });
  const rows =
    kind === "members" ? app.exportRows.members(shop.shopId, at) : app.exportRows.entries(shop.shopId);
  return new Response(app.csv.write(EXPORT_HEADERS[kind], rows), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${kind}.csv"`,
    },
  });
}
