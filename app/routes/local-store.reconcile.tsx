import type { ActionFunctionArgs } from "@remix-run/node";
import { reconcileAll, requireLocalStore } from "#app/local-store.server.ts";
import { app } from "#app/wiring.server.ts";

/** POST /local-store/reconcile: 200 when one reconcile pass has ended in every shop. */
export async function action({ request }: ActionFunctionArgs) {
  requireLocalStore(app, request);
  await reconcileAll(app);
  return Response.json({ now: app.clock.now().toISOString() });
}
