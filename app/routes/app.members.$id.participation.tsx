import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { changeParticipation } from "#app/usecases/members/change-participation.ts";
import { app } from "#app/wiring.server.ts";

/** POST: the member joins or comes back. DELETE: the member leaves; the books stay. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const memberId = z.uuid().parse(params["id"]);
  const takesPart = request.method === "POST";
  const changed = await changeParticipation(app, shopId, { memberId, takesPart, by: staffName });
  return Response.json(changed.ok ? { ok: true } : changed);
}
