import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { tellBirthday } from "#app/usecases/occasions/tell-birthday.ts";
import { app } from "#app/wiring.server.ts";

const birthdaySchema = z.object({ birthday: z.string().max(5) });

/** POST /app/members/{id}/birthday with `MM-DD`: what the member has told the merchant. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const memberId = z.uuid().parse(params["id"]);
  const asked = birthdaySchema.parse(Object.fromEntries(await request.formData()));
  return Response.json(await tellBirthday(app, shopId, { ...asked, memberId, by: staffName }));
}
