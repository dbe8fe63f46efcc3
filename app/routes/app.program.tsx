import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { type WorkspaceData, WorkspaceProvider } from "#app/ui/program/workspace.tsx";
import { app } from "#app/wiring.server.ts";

/** The program's pages share what they work on: the versions, and the draft that is being composed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const [versions, draft] = await Promise.all([app.programs.list(shop.shopId), app.drafts.get(shop.shopId)]);
  return Response.json({
    versions: versions.toReversed(),
    draft,
    currency: shop.currency,
    timeZone: shop.timeZone,
    now: app.clock.now(),
  });
}

/** Between its own pages nothing is loaded anew: what is being typed lives here. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, currentUrl, nextUrl, ...rest }) =>
  formMethod !== undefined || currentUrl.pathname === nextUrl.pathname ? rest.defaultShouldRevalidate : false;

export default function ProgramLayout() {
  const data = useLoaderData<unknown>() as WorkspaceData;
  return (
    <WorkspaceProvider data={data}>
      <Outlet />
    </WorkspaceProvider>
  );
}
