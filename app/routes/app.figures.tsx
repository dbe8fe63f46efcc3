import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { reportOverview } from "#app/usecases/reports/report-overview.ts";
import { app } from "#app/wiring.server.ts";

/** GET /app/figures: the figures of the home page, counted apart from it so that the page need not wait. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const report = await reportOverview(app, shop, {}, app.clock.now());
  if (!report.ok) throw new Error(report.refusals[0].detail);
  const { members, customers, purchases, revenueMinor, points, repeatPurchaseRate } = report.value;
  return Response.json({
    members,
    customers,
    purchases,
    revenueMinor: String(revenueMinor),
    points,
    repeatPurchaseRate,
  });
}
