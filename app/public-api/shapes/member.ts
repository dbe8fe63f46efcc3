import { z } from "zod";
import { day, gid, instant, listOf, page, points } from "./common.ts";
import { memberTierShape } from "./tier.ts";

export const memberShape = z
  .object({
    id: z.string(),
    customerId: gid.nullable(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    joinedOn: day,
    balance: points.describe(
      "matured points; negative after a reversal of points already spent, where the program allows it",
    ),
    spendable: points.describe("what a redemption may take now"),
    pending: points.describe("earned and not yet spendable"),
    deficit: points.describe("owed, repaid from the next earnings"),
    earnedTotal: points,
    expiring: z
      .array(z.object({ points, expiresAt: instant }))
      .describe("every dated open lot, soonest first"),
    tier: memberTierShape
      .nullable()
      .describe("null while the program has no tiers, and for whoever is in none"),
    stage: z.enum(["buyer", "client", "supporter", "advocate"]).nullable(),
    participation: z
      .enum(["member", "outside", "left", "excluded", "merged", "erased"])
      .describe("only a `member` earns"),
  })
  .meta({ id: "Member" });

export const membersQuery = z.object({
  ...page,
  email: z.string().max(320).optional(),
  customerId: gid.optional(),
});
export const memberList = listOf(memberShape);

export const entryShape = z
  .object({
    id: z.string(),
    at: instant.describe("business time: when the order was paid, the refund made …"),
    kind: z.enum(["earn", "reverse", "mature", "redeem", "return", "expire", "adjust", "transfer"]),
    points: points.describe("signed change of the balance"),
    pendingPoints: points.describe("signed change of the pending points"),
    balanceAfter: points,
    pendingAfter: points,
    shortfall: points.describe("what the program's policy forgave"),
    alreadyExpired: points.describe("reversed points that had expired before and are not taken twice"),
    key: z.string().describe("business key, unique in the shop"),
    reason: z.string(),
    source: z.object({ type: z.string(), id: z.string() }),
    programVersion: z.int().nullable(),
    lots: z.array(z.object({ id: z.string(), points, expiresAt: instant.nullable() })),
    corrects: z.string().nullable().describe("the entry that this one undoes"),
  })
  .meta({ id: "Entry" });

export const entriesQuery = z.object({ ...page, order: z.enum(["asc", "desc"]).default("desc") });
export const entryList = listOf(entryShape);

export const adjustmentBody = z.object({
  points: z.number().describe("whole and not 0; negative takes"),
  reason: z.string().max(500).default("").describe("required: shown to whoever asks why"),
  idempotencyKey: z.string().min(1).max(200),
  expiresAt: z.iso
    .datetime({ offset: true })
    .nullish()
    .describe("when granted points expire; null: never; left out: as the program says"),
});
export const actionBody = z.object({
  action: z
    .string()
    .min(1)
    .max(100)
    .describe("as a rule of the program names it: review, newsletter, social-follow …"),
  idempotencyKey: z.string().min(1).max(200),
});
export const adjustmentAnswer = z.object({ entry: entryShape, member: memberShape });
