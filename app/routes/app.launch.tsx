import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { launchProgram } from "#app/usecases/program/launch-program.ts";
import { app } from "#app/wiring.server.ts";

/** POST /app/launch: from now on shoppers see their points. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const launched = await launchProgram(app, shopId, staffName);
  return Response.json(launched.ok ? { ok: true } : launched);
}
