import { z } from "zod";
import { instant, money, points } from "./common.ts";

/** The body of a program. Left-out parts are switched off; what is inside them is judged by domain/program/validate-program.ts. */
const selection = z.object({
  tags: z.array(z.string()).optional(),
  vendors: z.array(z.string()).optional(),
  productIds: z.array(z.string()).optional(),
  collectionIds: z.array(z.string()).optional(),
});

const rule = z.object({
  id: z.string().min(1).max(100),
  kind: z.enum(["purchase", "sign-up", "birthday", "first-order", "nth-order", "action"]),
  points: z.number().describe("points for every whole `per`"),
  per: money.nullable().default(null).describe("divisor, above 0"),
  rounding: z.enum(["floor", "half-up", "ceil"]).default("floor"),
  basis: z
    .object({ tax: z.boolean().default(false), shipping: z.boolean().default(false) })
    .default({ tax: false, shipping: false }),
  minimumOrder: money.nullable().default(null),
  capPerOrder: points.nullable().default(null),
  include: selection.default({}),
  exclude: selection.default({}),
  stackable: z.boolean().default(true),
  priority: z.int().default(0),
});

/** Far above any program that a person can understand. */
const RULES_MAX = 1000;

export const programBody = z.object({
  earning: z
    .object({
      rules: z.array(rule).max(RULES_MAX).default([]),
      multipliers: z.array(z.unknown()).default([]),
      pendingDays: z.number().default(0),
      pendingFrom: z.enum(["paid", "fulfilled"]).default("paid"),
    })
    .prefault({}),
  expiry: z
    .object({
      mode: z.enum(["none", "per-lot", "inactivity", "fixed-date"]).default("none"),
      months: z.number().nullable().default(null),
      roundUpTo: z.enum(["month", "quarter", "half-year", "year"]).nullable().default(null),
    })
    .prefault({}),
  refunds: z
    .object({
      negativeBalance: z.enum(["allow", "clamp", "limit"]).default("allow"),
      limit: z.number().nullable().default(null),
    })
    .prefault({}),
  rewards: z.array(z.unknown()).default([]),
  tiers: z
    .unknown()
    .optional()
    .transform((tiers) => tiers ?? null),
  referrals: z
    .unknown()
    .optional()
    .transform((referrals) => referrals ?? null),
});

export const programShape = programBody
  .extend({ version: z.int(), publishedAt: instant })
  .meta({ id: "Program" });
