import type { ActionFunctionArgs } from "@remix-run/node";
import { requireLocalStore, runDueSweeps } from "#app/local-store.server.ts";
import { app } from "#app/wiring.server.ts";

/** POST /local-store/sweeps?shop=…: the store's clock was moved; 200 when every sweep that is due in these shops at its new time has run. */
export async function action({ request }: ActionFunctionArgs) {
  requireLocalStore(app, request);
  await runDueSweeps(app, new Set(new URL(request.url).searchParams.getAll("shop")));
  return Response.json({ now: app.clock.now().toISOString() });
}
