import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { addDays, businessDate } from "#app/domain/shared/calendar.ts";
import { programBody } from "#app/public-api/shapes/program.ts";
import { simulateProgram } from "#app/usecases/program/simulate-program.ts";
import { app } from "#app/wiring.server.ts";

/** Long enough for most members to have come back, short enough to be today's business. */
const DAYS = 90;

/** POST /app/program/simulation (a program's body): what the orders of the last 90 days would have earned under it. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const now = app.clock.now();
  const body = programBody.parse(await request.json());
  const from = addDays(businessDate(now, shop.timeZone), -DAYS);
  const simulated = await simulateProgram(app, shop, { body, from }, now);
  return Response.json(simulated.ok ? { ok: true, ...simulated.value } : simulated);
}
