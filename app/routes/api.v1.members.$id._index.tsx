import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { answerMember } from "#app/public-api/answer-members.server.ts";
import { methodNotAllowed, notFound, respond } from "#app/public-api/respond.server.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/members/{id} */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const member = await app.memberReads.getMember(shop.shopId, params["id"] ?? "", now);
  return member === null ? notFound("member") : respond(await answerMember(shop, member, now));
}

export const action = () => methodNotAllowed("GET");
