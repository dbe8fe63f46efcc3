import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { addDays, startOfDay } from "#app/domain/shared/calendar.ts";
import { prepareBulkGrant } from "#app/usecases/points/prepare-bulk-grant.ts";
import { takeUpload } from "#app/take-upload.server.ts";
import { app } from "#app/wiring.server.ts";

const querySchema = z.object({
  name: z.string().max(200).default("points.csv"),
  reason: z.string().max(500).default(""),
  lastDay: z.iso.date().optional(),
});

/** POST /app/grants/upload?name&reason&lastDay with the file itself as the body → { ok, id }; nothing is given yet. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const asked = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const file = await takeUpload(request);
  if (!file.ok) return Response.json(file, { status: 422 });
  const prepared = await prepareBulkGrant(app, shop.shopId, {
    ...{ fileName: asked.name, reason: asked.reason, by: staffName },
    expiresAt: asked.lastDay === undefined ? null : startOfDay(addDays(asked.lastDay, 1), shop.timeZone),
    open: file.value,
  });
  return Response.json(prepared.ok ? { ok: true, id: prepared.value.grantId } : prepared, {
    status: prepared.ok ? 201 : 422,
  });
}
