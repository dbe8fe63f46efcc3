import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { representRedemption } from "#app/public-api/represent-rewards.ts";
import {
  methodNotAllowed,
  notFound,
  parseBody,
  parseQuery,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { redemptionBody, redemptionsQuery } from "#app/public-api/shapes/reward.ts";
import { redeemReward } from "#app/usecases/rewards/redeem-reward.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/members/{id}/redemptions, newest first */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const query = parseQuery(redemptionsQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const member = await app.memberReads.getMember(shop.shopId, params["id"] ?? "", now);
  if (member === null) return notFound("member");
  const { cursor = null, limit } = query.value;
  const rows = await app.redemptionReads.listOfMember(shop.shopId, member.memberId, {
    after: cursor,
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  return respond({
    items: items.map((redemption) => representRedemption(redemption, shop.currency, now)),
    nextCursor: rows.length > limit ? (items.at(-1)?.redemptionId ?? null) : null,
  });
}

/** POST: 201 issued, 202 while Shopify has not answered, 200 with what became of it when the request comes again */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, caller } = await authenticateApi(request);
  if (request.method !== "POST") return methodNotAllowed("GET, POST");
  const body = await parseBody(redemptionBody, request);
  if (!body.ok) return respondRefusal(body.refusals);
  const { rewardId, points, idempotencyKey } = body.value;
  const redeemed = await redeemReward(app, shop.shopId, {
    ...{ memberId: params["id"] ?? "", rewardId, points: points ?? null, idempotencyKey },
    by: caller,
  });
  if (!redeemed.ok) return respondRefusal(redeemed.refusals);
  const { redemption, isNew } = redeemed.value;
  const status = !isNew ? 200 : redemption.status === "reserved" ? 202 : 201;
  return respond(representRedemption(redemption, shop.currency, app.clock.now()), status);
}
