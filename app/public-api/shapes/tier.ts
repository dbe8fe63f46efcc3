import { z } from "zod";
import { day, instant, listOf, money, page, points } from "./common.ts";

const measure = z.enum(["spent", "points", "orders"]);

/** In the measure's own unit: money with its decimals, points and orders whole. */
const missing = z.object({
  measure,
  from: z.string().describe("the threshold, decimal"),
  has: z.string(),
  missing: z.string().describe("0: reached"),
});

export const memberTierShape = z.object({
  id: z.string(),
  name: z.string(),
  since: day,
  until: day
    .nullable()
    .describe("last day on which it is sure, should nothing more be bought; null: no end in sight"),
});

export const tierStandingShape = z
  .object({
    tier: memberTierShape.nullable().describe("null: in none"),
    progress: z
      .object({
        keptThrough: day.nullable().describe("as `until` of the tier"),
        join: z.enum(["any", "all"]).describe("any: one of the thresholds below is enough"),
        toKeep: z
          .array(missing)
          .describe("what keeps the tier beyond that day; empty: nothing has to be done"),
        next: z
          .object({ tier: z.object({ id: z.string(), name: z.string() }), missing: z.array(missing) })
          .nullable()
          .describe("null: no higher tier that can be reached"),
      })
      .nullable()
      .describe("null: the program has no tiers, or the member takes no part"),
    hold: z
      .object({
        tierId: z.string(),
        until: day.nullable().describe("last day; null: without end"),
        kind: z.enum(["by-hand", "invitation", "protection", "soft-landing"]),
        exact: z.boolean().describe("neither lowered nor raised; false: not lowered"),
      })
      .nullable(),
  })
  .meta({ id: "TierStanding" });

export const tierMoveShape = z
  .object({
    at: instant,
    from: z.string().nullable().describe("id of a tier; null: none"),
    to: z.string().nullable(),
    because: z.enum([
      "joined",
      "reached",
      "tagged",
      "missed",
      "hold-ended",
      "by-hand",
      "invited",
      "merged",
      "program-changed",
    ]),
    figures: z
      .object({
        spent: money.optional(),
        points: points.optional(),
        orders: z.int().optional(),
        from: day.nullish().describe("first day that was counted; null: since ever"),
        through: day.optional(),
      })
      .describe("what was counted when it was decided"),
    programVersion: z.int(),
    actor: z.string().nullable().describe("who moved by hand; null: the rule"),
    note: z.string().nullable().describe("the merchant's reason"),
    silent: z.boolean().describe("no reward and no mail came of it"),
  })
  .meta({ id: "TierMove" });

export const tierMovesQuery = z.object(page);
export const tierMoveList = listOf(tierMoveShape);

export const tierBody = z.strictObject({
  tierId: z.string().max(100).nullable().describe("null: what holds the member is let go of"),
  until: day.nullable().default(null).describe("last day that it is held; null: without end"),
  exact: z.boolean().default(false).describe("neither lowered nor raised meanwhile; false: not lowered"),
  reason: z.string().max(500).default("").describe("required: the member's history shows it"),
  idempotencyKey: z.string().min(1).max(200),
});
