import type { LoaderFunctionArgs } from "@remix-run/node";
import { listPending, requireLocalStore } from "#app/local-store.server.ts";
import { app } from "#app/wiring.server.ts";

/** GET /local-store/pending → { pending: ["inbox: 12 (perennial-demo.myshopify.com)", …] } */
export async function loader({ request }: LoaderFunctionArgs) {
  requireLocalStore(app, request);
  return Response.json({ pending: await listPending(app) });
}
