import type { LoaderFunctionArgs } from "@remix-run/node";
import { app } from "#app/wiring.server.ts";

/** The library's own pages: fetching a session token, leaving the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  await app.shopify.authenticate.admin(request);
  return null;
}
