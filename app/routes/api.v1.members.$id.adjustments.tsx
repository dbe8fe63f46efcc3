import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { answerMember } from "#app/public-api/answer-members.server.ts";
import { representEntry } from "#app/public-api/represent.ts";
import {
  methodNotAllowed,
  notFound,
  parseBody,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { adjustmentBody } from "#app/public-api/shapes/member.ts";
import { adjustPointsByHand } from "#app/usecases/points/adjust-points-by-hand.ts";
import { app } from "#app/wiring.server.ts";

export function loader() {
  return methodNotAllowed("POST");
}

/** POST /api/v1/members/{id}/adjustments: 201 when done, 200 with the first result when it comes again */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, caller, now } = await authenticateApi(request);
  if (request.method !== "POST") return methodNotAllowed("POST");
  const body = await parseBody(adjustmentBody, request);
  if (!body.ok) return respondRefusal(body.refusals);
  const memberId = params["id"] ?? "";
  if ((await app.memberReads.getMember(shop.shopId, memberId, now)) === null) return notFound("member");

  const { expiresAt, ...asked } = body.value;
  const adjusted = await adjustPointsByHand(app, shop.shopId, {
    ...asked,
    memberId,
    by: caller,
    expiresAt: typeof expiresAt === "string" ? new Date(expiresAt) : expiresAt,
  });
  if (!adjusted.ok) return respondRefusal(adjusted.refusals);
  const { entry, isNew } = adjusted.value;
  const [member, record] = await Promise.all([
    app.memberReads.getMember(shop.shopId, adjusted.value.memberId, app.clock.now()),
    app.memberReads.getEntry(shop.shopId, adjusted.value.memberId, entry.seq),
  ]);
  if (member === null || record === null) throw new Error(`entry ${entry.key} was written and is gone`);
  const answer = { entry: representEntry(record), member: await answerMember(shop, member, now) };
  return respond(answer, isNew ? 201 : 200);
}
