import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { EVERYBODY } from "#app/domain/membership/segment.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { app } from "#app/wiring.server.ts";

/** GET /app/tiers/near → { tier id: members within one order of it }, of the tiers that figures reach. Read after the page stands. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const { shopId, currency, timeZone } = shop;
  const tiers = (await app.programs.getCurrent(shopId))?.body.tiers ?? null;
  const today = businessDate(app.clock.now(), timeZone);
  const near: Record<string, number> = {};
  // One after another: each reads a year of orders.
  for (const { id } of (tiers?.ladder ?? []).filter(({ from }, place) => from !== null && place > 0))
    near[id] = await app.audiences.count(shopId, {
      ...{ filter: { ...EVERYBODY, nearTierId: id }, today, currency, timeZone, tiers },
    });
  return Response.json(near);
}
