import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { validateFilter } from "#app/domain/membership/validate-segment.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { filterShape } from "#app/ui/campaigns/shapes.ts";
import { app } from "#app/wiring.server.ts";

const SAMPLE = 5;

const bodySchema = z.object({ filter: filterShape.nullable(), segmentId: z.string().nullable() });

/** POST /app/campaigns/audience { filter, segmentId } → { members, sample }: whom it reaches now; null while it can't work. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const asked = bodySchema.safeParse(await request.json());
  if (!asked.success) return Response.json({ members: null, sample: [] });
  const segment =
    asked.data.segmentId === null ? null : await app.segments.get(shop.shopId, asked.data.segmentId);
  if (asked.data.segmentId !== null && segment === null) return Response.json({ members: null, sample: [] });
  const filter = segment?.filter ?? asked.data.filter;
  if (filter !== null && validateFilter(filter, "", shop.currency).length > 0)
    return Response.json({ members: null, sample: [] });
  const program = await app.programs.getCurrent(shop.shopId);
  const { currency, timeZone } = shop;
  const audience = {
    ...{ filter, today: businessDate(app.clock.now(), timeZone), currency, timeZone },
    tiers: program?.body.tiers ?? null,
  };
  const [members, sample] = await Promise.all([
    app.audiences.count(shop.shopId, audience),
    app.audiences.listMembers(shop.shopId, audience, { after: null, limit: SAMPLE }),
  ]);
  return Response.json({ members, sample });
}
