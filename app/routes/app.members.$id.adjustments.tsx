import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { addDays, startOfDay } from "#app/domain/shared/calendar.ts";
import { adjustPointsByHand } from "#app/usecases/points/adjust-points-by-hand.ts";
import { undoAdjustment } from "#app/usecases/points/undo-adjustment.ts";
import { app } from "#app/wiring.server.ts";

const undoSchema = z.object({ undo: z.coerce.number().int().positive() });
const adjustSchema = z.object({
  points: z.coerce.number(),
  reason: z.string().max(500),
  idempotencyKey: z.string().min(1).max(200),
  lastDay: z.iso.date().optional(),
});

/** POST /app/members/{id}/adjustments: grants or takes points, or undoes an earlier adjustment (form field `undo`: its number). */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const memberId = z.uuid().parse(params["id"]);
  const fields = Object.fromEntries(await request.formData());
  if ("undo" in fields) {
    return Response.json(
      await undoAdjustment(app, shop.shopId, {
        ...{ memberId, seq: undoSchema.parse(fields).undo, by: staffName },
      }),
    );
  }
  const { lastDay, ...asked } = adjustSchema.parse(fields);
  const expires = lastDay === undefined ? {} : { expiresAt: startOfDay(addDays(lastDay, 1), shop.timeZone) };
  const adjustment = { ...asked, ...expires, memberId, by: staffName };
  return Response.json(await adjustPointsByHand(app, shop.shopId, adjustment));
}
