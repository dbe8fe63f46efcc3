import { z } from "zod";
import { day, money, points, share } from "./common.ts";

/** The calendar of the database has no year 0. */
const queryDay = z.iso.date().refine((value) => value >= "0001-01-01", "Name a day of the year 1 or later.");

export const overviewQuery = z.object({
  asOf: queryDay.optional(),
  from: queryDay.optional(),
  to: queryDay.optional(),
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
