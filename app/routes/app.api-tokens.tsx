import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { createApiToken } from "#app/usecases/shops/create-api-token.ts";
import { app } from "#app/wiring.server.ts";

/** POST /app/api-tokens (form field `name`) → 201 { token }, the only time the token can be read. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const form = await request.formData();
  const made = await createApiToken(app, shopId, { name: String(form.get("name") ?? ""), by: staffName });
  return made.ok
    ? Response.json(made.value, { status: 201 })
    : Response.json({ refusals: made.refusals }, { status: 422 });
}
