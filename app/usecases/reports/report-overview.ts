import { type Overview, overview } from "#app/domain/retention/overview.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { ReportCounts, ReportWindow, ShopRecord } from "../ports.ts";

export type OverviewReport = Overview & {
  readonly window: ReportWindow;
  readonly timeZone: string;
  readonly currency: string;
};

/** The overview as of a day (default: today in the shop's zone), over purchases from … to (default: everything). */
export async function reportOverview(
  ports: { readonly reports: ReportCounts },
  shop: ShopRecord,
  input: {
    readonly asOf?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  },
  now: Date,
): Promise<Outcome<OverviewReport, Refusal<"window-reversed">>> {
  const window = {
    asOf: input.asOf ?? businessDate(now, shop.timeZone),
    from: input.from ?? null,
    to: input.to ?? null,
  };
  if (window.from !== null && window.to !== null && window.from > window.to) {
    return refuse({
      code: "window-reversed",
      pointer: "/from",
      detail: "`from` lies after `to`: swap them.",
    });
  }
  const counts = await ports.reports.countOverview(shop.shopId, shop.timeZone, window);
  return accept({ ...overview(counts), window, timeZone: shop.timeZone, currency: shop.currency });
}
