import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { representRedemption } from "#app/public-api/represent-rewards.ts";
import { methodNotAllowed, notFound, respond, respondRefusal } from "#app/public-api/respond.server.ts";
import { cancelRedemption } from "#app/usecases/rewards/cancel-redemption.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/redemptions/{id} */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const redemption = await app.redemptionReads.get(shop.shopId, params["id"] ?? "");
  return redemption === null
    ? notFound("redemption")
    : respond(representRedemption(redemption, shop.currency, now));
}

/** DELETE: 200 `returned`, as often as it is asked; 202 while Shopify has not answered; 409 `already-used` */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, caller } = await authenticateApi(request);
  if (request.method !== "DELETE") return methodNotAllowed("GET, DELETE");
  const cancelled = await cancelRedemption(app, shop.shopId, {
    redemptionId: params["id"] ?? "",
    reason: "cancelled-by-api",
    by: caller,
  });
  if (!cancelled.ok) return respondRefusal(cancelled.refusals);
  const redemption = cancelled.value;
  const status = redemption.status === "returned" ? 200 : 202;
  return respond(representRedemption(redemption, shop.currency, app.clock.now()), status);
}
