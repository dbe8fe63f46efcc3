import type { z } from "zod";
import { formatMoney, majorUnits } from "#app/domain/shared/money.ts";
import type { OverviewReport } from "#app/usecases/reports/report-overview.ts";
import type { overviewShape } from "./shapes/overview.ts";

export function representOverview(report: OverviewReport): z.input<typeof overviewShape> {
  const { window, timeZone, currency, withoutCustomer } = report;
  return {
    asOf: window.asOf,
    timeZone,
    currency,
    customers: report.customers,
    members: report.members,
    purchases: report.purchases,
    revenue: formatMoney(report.revenueMinor, currency),
    averageOrderValue:
      report.averageOrderValueMinor === null ? null : majorUnits(report.averageOrderValueMinor, currency),
    withoutCustomer: {
      purchases: withoutCustomer.purchases,
      revenue: formatMoney(withoutCustomer.revenueMinor, currency),
    },
    points: { ...report.points },
    repeatPurchaseRate: report.repeatPurchaseRate,
    repeatPurchaseRateByDays: report.repeatPurchaseRateByDays,
    secondOrder: [...report.secondOrder],
    timeToSecondOrder: report.timeToSecondOrder,
  };
}
