import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { setTierByHand } from "#app/usecases/tiers/set-tier-by-hand.ts";
import { app } from "#app/wiring.server.ts";

const wish = z.object({
  tierId: z.string().max(255),
  until: z.union([z.iso.date(), z.literal("")]),
  exact: z.enum(["true", "false"]),
  reason: z.string().max(500),
  idempotencyKey: z.string().min(1).max(200),
});

/** POST /app/members/{id}/tier: puts the member into a tier by hand; without a tier, lets go of what holds them. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const memberId = z.uuid().parse(params["id"]);
  const { tierId, until, exact, ...asked } = wish.parse(Object.fromEntries(await request.formData()));
  const set = await setTierByHand(app, shopId, {
    ...asked,
    memberId,
    tierId: tierId === "" ? null : tierId,
    until: until === "" ? null : until,
    exact: exact === "true",
    by: staffName,
  });
  return Response.json(set.ok ? { ok: true } : set);
}
