import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { programBody } from "#app/public-api/shapes/program.ts";
import { listTierMovers, previewTiers } from "#app/usecases/tiers/preview-tiers.ts";
import { app } from "#app/wiring.server.ts";

const PAGE_SIZE = 10;

const asked = z.object({
  body: programBody,
  /** A page of those who move that way, after a member's id; left out: the counts. */
  movers: z.object({ direction: z.enum(["up", "down", "over"]), after: z.uuid().nullable() }).optional(),
});

/** POST /app/program/tier-preview: where today's members would stand under the body; who of them would move. Changes nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const { body, movers } = asked.parse(await request.json());
  const now = app.clock.now();
  if (movers === undefined) {
    const preview = await previewTiers(app, shop, body, now);
    return Response.json(
      preview.ok ? { ok: true, launched: shop.launchedAt !== null, ...preview.value } : preview,
    );
  }
  // One more than is shown tells whether there is a next page.
  const found = await listTierMovers(app, shop, { body, ...movers, limit: PAGE_SIZE + 1 }, now);
  return Response.json(
    found.ok
      ? { ok: true, items: found.value.slice(0, PAGE_SIZE), more: found.value.length > PAGE_SIZE }
      : found,
  );
}
