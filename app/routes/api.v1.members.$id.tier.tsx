import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerTier } from "#app/public-api/answer-members.server.ts";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import {
  methodNotAllowed,
  notFound,
  parseBody,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { tierBody } from "#app/public-api/shapes/tier.ts";
import { setTierByHand } from "#app/usecases/tiers/set-tier-by-hand.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/members/{id}/tier: where the member stands, what keeps the tier, what comes next */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const member = await app.memberReads.getMember(shop.shopId, params["id"] ?? "", now);
  return member === null ? notFound("member") : respond(await answerTier(shop, member.memberId, now));
}

/** POST /api/v1/members/{id}/tier: by hand; 201 when done, 200 when the request comes again */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, caller, now } = await authenticateApi(request);
  if (request.method !== "POST") return methodNotAllowed("GET, POST");
  const body = await parseBody(tierBody, request);
  if (!body.ok) return respondRefusal(body.refusals);
  const member = await app.memberReads.getMember(shop.shopId, params["id"] ?? "", now);
  if (member === null) return notFound("member");
  const { memberId } = member;
  const set = await setTierByHand(app, shop.shopId, { ...body.value, memberId, by: caller });
  if (!set.ok) return respondRefusal(set.refusals);
  return respond(await answerTier(shop, memberId, app.clock.now()), set.value.isNew ? 201 : 200);
}
