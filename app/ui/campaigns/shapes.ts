import { z } from "zod";
import { selection } from "../program/draft-shape.ts";

/** What the campaign pages send. */
const tags = z.array(z.string().max(300)).max(200);
const tiers = z.array(z.string().max(100)).max(200);
const number = z.number().nullable();
const amount = z.string().max(40).nullable();

export const filterShape = z.object({
  ...{ tags, withoutTags: tags },
  ...{ ordersAtLeast: number, ordersAtMost: number, spentAtLeast: amount, spentAtMost: amount },
  ...{ lastOrderDaysAtLeast: number, lastOrderDaysAtMost: number },
  ...{ balanceAtLeast: number, balanceAtMost: number },
  ...{ tierIds: tiers, nearTierId: z.string().max(100).nullable() },
});

const typed = z.string().max(1000);
const moment = z.object({
  day: z.union([z.literal(""), z.iso.date()]),
  time: z.string().regex(/^(\d\d:\d\d)?$/),
});

export const typedFilterShape = z.object({
  ...{ tags, withoutTags: tags, ordersAtLeast: typed, ordersAtMost: typed, spentAtLeast: typed },
  ...{ spentAtMost: typed, lastOrderDaysAtLeast: typed, lastOrderDaysAtMost: typed },
  ...{ balanceAtLeast: typed, balanceAtMost: typed, tierIds: tiers, nearTierId: z.string().max(100) },
});

export const typedCampaignShape = z.object({
  ...{ name: typed, action: typed, points: typed, minimumOrder: typed, factor: typed, budget: typed },
  kind: z.enum(["bonus", "multiplier", "ladder"]),
  trigger: z.enum(["start", "order", "sign-up", "birthday", "action"]),
  steps: z.array(z.object({ from: typed, points: typed })).max(200),
  lifetime: z.enum(["program", "until", "days"]),
  ...{ lifetimeDay: typed, lifetimeDays: typed, starts: moment, ends: moment },
  ...{ ruleIds: z.array(z.string().max(255)).max(200), include: selection, exclude: selection },
  audience: z.enum(["everybody", "filter", "segment"]),
  ...{ segmentId: typed, filter: typedFilterShape },
});
