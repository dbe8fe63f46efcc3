import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import { methodNotAllowed, parseQuery, respond, respondRefusal } from "#app/public-api/respond.server.ts";
import { overviewQuery } from "#app/public-api/shapes/overview.ts";
import { representOverview } from "#app/public-api/represent-overview.ts";
import { reportOverview } from "#app/usecases/reports/report-overview.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/reports/overview?asOf=&from=&to= */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  const query = parseQuery(overviewQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const report = await reportOverview(app, shop, query.value, now);
  return report.ok ? respond(representOverview(report.value)) : respondRefusal(report.refusals);
}

export const action = () => methodNotAllowed("GET");
