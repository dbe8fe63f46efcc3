import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { app } from "#app/wiring.server.ts";

/** DELETE /app/api-tokens/{id}: the token stops working at once. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const revoked = await app.apiTokens.revoke(shopId, params["id"] ?? "", app.clock.now());
  return Response.json({ revoked }, { status: revoked ? 200 : 404 });
}
