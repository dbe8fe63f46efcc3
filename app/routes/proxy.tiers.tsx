import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateShopper } from "#app/authenticate-shopper.server.ts";
import { meetCustomer } from "#app/usecases/members/meet-customer.ts";
import { showTiers } from "#app/usecases/tiers/show-tiers.ts";
import { app } from "#app/wiring.server.ts";

/** GET /apps/perennial/tiers: the tiers and where the shopper stands now, as JSON in the shapes of the metafields; `tiers` null: none. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, customerId } = authenticateShopper(request);
  const shop = await app.shops.get(shopId);
  // Nothing reaches shoppers before the launch.
  if (shop?.launchedAt == null || shop.uninstalledAt !== null) throw new Response(null, { status: 404 });
  const member = customerId === null ? null : await meetCustomer(app, shopId, customerId);
  const shown = await showTiers(app, shop, member?.memberId ?? null);
  return Response.json(
    { currency: shop.currency, tiers: shown?.tiers ?? null, standing: shown?.standing ?? null },
    { headers: { "Cache-Control": "no-store" } },
  );
}
