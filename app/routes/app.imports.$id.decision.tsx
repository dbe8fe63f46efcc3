import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { confirmImport, discardImport } from "#app/usecases/imports/import-order-csv.ts";
import { app } from "#app/wiring.server.ts";

/** POST: keep the good rows. DELETE: keep nothing of the file. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const decide = request.method === "POST" ? confirmImport : discardImport;
  const decided = await decide(app, shopId, params["id"] ?? "", staffName);
  return Response.json(decided.ok ? { ok: true } : decided, { status: decided.ok ? 200 : 422 });
}
