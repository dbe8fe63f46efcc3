import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { extendPoints } from "#app/usecases/points/extend-points.ts";
import { app } from "#app/wiring.server.ts";

const extensionSchema = z.object({
  lastDay: z.string().max(10),
  reason: z.string().max(500),
  idempotencyKey: z.string().min(1).max(200),
});

/** POST /app/members/{id}/extensions: the member's points can be used through a later day. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const memberId = z.uuid().parse(params["id"]);
  const asked = extensionSchema.parse(Object.fromEntries(await request.formData()));
  return Response.json(await extendPoints(app, shopId, { ...asked, memberId, by: staffName }));
}
