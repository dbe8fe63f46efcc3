import { z } from "zod";
import { day, money, points, share } from "./common.ts";

export const overviewQuery = z.object({
  asOf: z.iso.date().optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

export const overviewShape = z
  .object({
    asOf: day,
    timeZone: z.string(),
    currency: z.string(),
    customers: z.int(),
    members: z.int(),
    purchases: z.int(),
    revenue: money,
    averageOrderValue: z.number().nullable(),
    withoutCustomer: z.object({ purchases: z.int(), revenue: money }),
    points: z.object({
      issued: points,
      redeemed: points,
      expired: points,
      reversed: points,
      adjusted: points,
      outstanding: points,
      pending: points,
    }),
    repeatPurchaseRate: share,
    repeatPurchaseRateByDays: share,
    secondOrder: z.array(z.object({ days: z.int() }).extend(share.shape)),
    timeToSecondOrder: z.object({
      median: z.number().nullable(),
      mean: z.number().nullable(),
      q1: z.number().nullable(),
      q3: z.number().nullable(),
      kaplanMeierMedian: z.number().nullable(),
    }),
  })
  .meta({ id: "Overview", description: "Definitions: app/domain/retention/README.md" });
