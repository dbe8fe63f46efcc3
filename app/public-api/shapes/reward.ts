import { z } from "zod";
import { gid, instant, listOf, page, points } from "./common.ts";

const value = z
  .string()
  .nullable()
  .describe(
    "money in the shop's currency; per cent for percentage-off; null for free shipping, and for a free product until it is issued",
  );
const kind = z.enum([
  "amount-off",
  "percentage-off",
  "free-shipping",
  "free-product",
  "store-credit",
  "gift-card",
]);

export const rewardShape = z
  .object({
    id: z.string(),
    kind,
    name: z.string(),
    points: points.describe("price; with a slider: of one step"),
    value,
    slider: z
      .object({
        minimumPoints: points,
        maximumPoints: points.nullable(),
        maximumShare: z.string().nullable(),
      })
      .nullable(),
    tiers: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .describe("for whom alone it is; empty: for everybody"),
    available: z.boolean(),
    unavailableBecause: z
      .string()
      .nullable()
      .describe(
        "switched-off, not-begun, over, scope-missing, product-deleted, sold-out; with memberId also not-a-member, not-eligible, tier-required, limit-reached, insufficient-points",
      ),
  })
  .meta({ id: "Reward" });

export const rewardsQuery = z.object({
  ...page,
  memberId: z.string().max(100).optional().describe("can this member take it, too?"),
});
export const rewardList = listOf(rewardShape);

export const redemptionShape = z
  .object({
    id: z.string(),
    memberId: z.string(),
    status: z.enum(["reserved", "issued", "used", "returned", "expired"]),
    rewardId: z.string(),
    points,
    value,
    code: z
      .string()
      .nullable()
      .describe("what to type at checkout; null while reserved, and for store credit"),
    expiresAt: instant.nullable(),
    orderId: gid.nullable().describe("the order that used it"),
    reservedAt: instant,
    returnedAt: instant.nullable(),
    returnReason: z.string().nullable(),
  })
  .meta({ id: "Redemption" });

export const redemptionBody = z.object({
  rewardId: z.string().min(1).max(100),
  points: z
    .int()
    .positive()
    .nullish()
    .describe("with a slider: how many to spend at most, in whole steps; left out: as many as can be"),
  idempotencyKey: z.string().min(1).max(200),
});
export const redemptionList = listOf(redemptionShape);
export const redemptionsQuery = z.object({ ...page });
