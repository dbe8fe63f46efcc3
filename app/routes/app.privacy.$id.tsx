import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { app } from "#app/wiring.server.ts";

/** As many requests as the Connection page lists. */
const LISTED = 20;

/** GET /app/privacy/{request}: what a data request found, as a file for the merchant to hand over. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const found = (await app.privacy.list(shopId, LISTED)).find(({ requestId }) => requestId === params["id"]);
  if (found?.export == null) throw new Response(null, { status: 404 });
  return new Response(JSON.stringify(found.export, null, 2), {
    headers: {
      "Content-Type": "application/json",
      "Content-Disposition": 'attachment; filename="customer-data.json"',
      "Cache-Control": "no-store",
    },
  });
}
