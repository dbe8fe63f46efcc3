import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { app } from "#app/wiring.server.ts";

const ids = z.array(z.string().regex(/^gid:\/\/shopify\/(Product|Collection)\/\d+$/)).max(1000);

/** POST /app/program/titles (gids): what products and collections are called. Without an answer from Shopify: nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const asked = ids.safeParse(await request.json());
  const titles = asked.success ? await app.catalogue.fetchTitles(shopId, asked.data) : null;
  return Response.json(titles?.ok ? Object.fromEntries(titles.value) : {});
}
