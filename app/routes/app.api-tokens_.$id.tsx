import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { revokeApiToken } from "#app/usecases/shops/revoke-api-token.ts";
import { app } from "#app/wiring.server.ts";

/** DELETE /app/api-tokens/{id}: the token stops working at once. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const revoked = await revokeApiToken(app, shopId, { tokenId: params["id"] ?? "", by: staffName });
  return Response.json({ revoked }, { status: revoked ? 200 : 404 });
}
