import type { ActionFunctionArgs } from "@remix-run/node";
import { requireLocalStore, runDueSweeps } from "#app/local-store.server.ts";
import { app } from "#app/wiring.server.ts";

/** POST /local-store/sweeps: the store's clock was moved; 200 when every sweep that is due at its new time has run. */
export async function action({ request }: ActionFunctionArgs) {
  requireLocalStore(app, request);
  await runDueSweeps(app);
  return Response.json({ now: app.clock.now().toISOString() });
}
