import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { rollBackProgram } from "#app/usecases/program/roll-back-program.ts";
import { app } from "#app/wiring.server.ts";

const asked = z.object({ version: z.int(), basedOn: z.int() });

/** POST /app/program/roll-back: an older version comes back as the next one. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const published = await rollBackProgram(app, shopId, {
    ...asked.parse(await request.json()),
    by: staffName,
  });
  return Response.json(published.ok ? { ok: true, version: published.value.version } : published);
}
