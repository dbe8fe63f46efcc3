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
import { actionBody } from "#app/public-api/shapes/member.ts";
import { rewardMemberAction } from "#app/usecases/occasions/reward-member-action.ts";
import { app } from "#app/wiring.server.ts";

export function loader() {
  return methodNotAllowed("POST");
}

/** POST /api/v1/members/{id}/actions: 201 when rewarded, 200 with the first result when it comes again */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  if (request.method !== "POST") return methodNotAllowed("POST");
  const body = await parseBody(actionBody, request);
  if (!body.ok) return respondRefusal(body.refusals);
  const memberId = params["id"] ?? "";
  if ((await app.memberReads.getMember(shop.shopId, memberId, now)) === null) return notFound("member");

  const rewarded = await rewardMemberAction(app, shop.shopId, { ...body.value, memberId });
  if (!rewarded.ok) return respondRefusal(rewarded.refusals);
  const { entry, isNew } = rewarded.value;
  const [member, record] = await Promise.all([
    app.memberReads.getMember(shop.shopId, rewarded.value.memberId, app.clock.now()),
    app.memberReads.getEntry(shop.shopId, rewarded.value.memberId, entry.seq),
  ]);
  if (member === null || record === null) throw new Error(`entry ${entry.key} was written and is gone`);
  const answer = { entry: representEntry(record), member: await answerMember(shop, member, now) };
  return respond(answer, isNew ? 201 : 200);
}
