import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { app } from "#app/wiring.server.ts";

/** GET /app/program/figures: how large the shop's orders are, for what a percentage may cost. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const { largestMinor, averageMinor } = await app.shopFigures.orderSizes(shopId);
  return Response.json({
    largestMinor: largestMinor?.toString() ?? null,
    averageMinor: averageMinor?.toString() ?? null,
  });
}
