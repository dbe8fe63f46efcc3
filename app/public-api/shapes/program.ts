import { z } from "zod";
import { TIER_ICONS } from "#app/domain/tiers/tiers.ts";
import { day, instant, money, points } from "./common.ts";

/**
 * The body of a program. Left-out parts are switched off; what is inside them is judged by domain/program/validate-program.ts.
 * An unknown field is refused: a misspelt exclusion would publish a program without it.
 */
const texts = z.array(z.string().max(255)).max(1000);
const id = z.string().min(1).max(100);
const name = z.string().max(255).nullable().default(null);
const rounding = z.enum(["floor", "half-up", "ceil"]).default("floor");
const moment = instant.nullable().default(null);

const selection = z.strictObject({
  tags: texts.optional().describe("tags of the product"),
  vendors: texts.optional(),
  productIds: texts.optional(),
  collectionIds: texts.optional(),
  onSale: z.boolean().optional().describe("sold below its compare-at price"),
  channels: texts.optional().describe("the order's source name"),
  customerTags: texts.optional(),
  tierIds: texts.optional().describe("the customer was in one of these tiers before the order"),
});

const rule = z.strictObject({
  id,
  kind: z.enum(["purchase", "sign-up", "birthday", "anniversary", "first-order", "nth-order", "action"]),
  name,
  points: z.number().describe("purchase: points for every whole `per`; else points each time"),
  per: money.nullable().default(null).describe("divisor of a purchase rule, above 0"),
  rounding,
  basis: z
    .strictObject({
      tax: z.boolean().default(false),
      shipping: z.boolean().default(false),
      discounts: z.boolean().default(false).describe("count what discounts took off"),
      storeCredit: z.boolean().default(false).describe("count what store credit paid"),
    })
    .prefault({}),
  minimumOrder: money.nullable().default(null),
  capPerOrder: points.nullable().default(null),
  capPerDay: points.nullable().default(null),
  capPerMonth: points.nullable().default(null),
  every: z.int().nullable().default(null).describe("nth-order: 5 = every fifth purchase"),
  action: z.string().max(100).nullable().default(null).describe("action: its name"),
  perMember: z.int().nullable().default(null).describe("action: how often one member is rewarded"),
  include: selection.default({}),
  exclude: selection.default({}),
  stackable: z.boolean().default(true),
  priority: z.int().default(0),
  enabled: z.boolean().default(true),
  from: moment,
  until: moment,
});

const multiplier = z.strictObject({
  id,
  name,
  factor: money.describe("decimal above 0, such as 1.5"),
  rounding,
  ruleIds: texts.default([]).describe("empty: every purchase rule"),
  include: selection.default({}),
  exclude: selection.default({}),
  from: moment,
  until: moment,
});

const reward = z.strictObject({
  id,
  kind: z.enum([
    "amount-off",
    "percentage-off",
    "free-shipping",
    "free-product",
    "store-credit",
    "gift-card",
  ]),
  name: z.string().max(255),
  points: z.number().describe("price; with a slider: of one step"),
  value: money.nullable().default(null).describe("money, or per cent for percentage-off"),
  slider: z
    .strictObject({
      minimumPoints: points,
      maximumPoints: points.nullable().default(null),
      maximumShare: money
        .nullable()
        .default(null)
        .describe("of the order, 0.5: a minimum subtotal of value ÷ share"),
    })
    .nullable()
    .default(null),
  minimumOrder: money.nullable().default(null),
  appliesTo: z.strictObject({ productIds: texts.default([]), collectionIds: texts.default([]) }).prefault({}),
  product: z
    .strictObject({ productId: z.string(), variantId: z.string().nullable().default(null) })
    .nullable()
    .default(null),
  combinesWith: z
    .strictObject({
      order: z.boolean().default(false),
      product: z.boolean().default(false),
      shipping: z.boolean().default(false),
    })
    .prefault({}),
  validDays: z.int().nullable().default(null),
  perMember: z.int().nullable().default(null),
  total: z.int().nullable().default(null),
  customerTags: texts.default([]),
  tierIds: texts.default([]),
  enabled: z.boolean().default(true),
  from: moment,
  until: moment,
});

/** Above what validate-program.ts accepts, so that "too many" is said there in words, at the field. */
const LIST_MAX = 100_000;

const measure = z.enum(["spent", "points", "orders"]);

const tier = z.strictObject({
  id,
  name: z.string().max(255),
  from: money
    .nullable()
    .default(null)
    .describe("threshold in the ladder's measure; null: by tag, invitation or hand alone"),
  also: z
    .array(z.strictObject({ measure, from: money }))
    .max(2)
    .default([])
    .describe("further thresholds"),
  entryTag: z.string().max(255).nullable().default(null).describe("customers with this tag hold this tier"),
  multiplier: money.nullable().default(null).describe("factor on what purchase rules give"),
  rounding,
  entryPoints: points.nullable().default(null).describe("once per member and tier"),
  entryRewardId: z.string().nullable().default(null).describe("a reward of the program, given free once"),
  birthdayPoints: points.nullable().default(null),
  freeShipping: z.enum(["code", "automatic"]).nullable().default(null),
  expiryMonths: z.number().nullable().default(null).describe("points earned in this tier live so long"),
  earlyAccess: z.boolean().default(false),
  color: z.string().max(7).nullable().default(null).describe("#rrggbb"),
  icon: z.enum(TIER_ICONS).nullable().default(null),
  tag: z.string().max(255).nullable().default(null).describe("of its customers in Shopify; null: tier:<id>"),
  texts: z
    .record(
      z.string().max(20),
      z.strictObject({ name, description: z.string().max(2000).nullable().default(null) }),
    )
    .default({})
    .describe("by language"),
});

const tiers = z.strictObject({
  measure: measure.default("spent"),
  join: z.enum(["any", "all"]).default("any").describe("how `from` and `also` are joined"),
  window: z
    .strictObject({
      kind: z.enum(["lifetime", "calendar-year", "rolling", "from-joining"]),
      months: z.number().nullable().default(null).describe("rolling: how many"),
      keepNext: z
        .boolean()
        .default(false)
        .describe("calendar-year, from-joining: what was reached is kept through the end of the next year"),
    })
    .prefault({ kind: "lifetime" }),
  graceDays: z.number().default(0),
  countPending: z.boolean().default(false),
  softLanding: z.boolean().default(false).describe("a review lowers by one tier at most"),
  noticeDays: z.number().nullable().default(null).describe("days before a loss that the member is told"),
  ladder: z.array(tier).max(LIST_MAX).describe("lowest first"),
  replaced: z
    .record(z.string(), z.string())
    .default({})
    .describe("where members of a removed tier go: removed id → id of the ladder"),
});

export const programBody = z.strictObject({
  earning: z
    .strictObject({
      rules: z.array(rule).max(LIST_MAX).default([]),
      multipliers: z.array(multiplier).max(LIST_MAX).default([]),
      pendingDays: z.number().default(0),
      pendingFrom: z.enum(["paid", "fulfilled"]).default("paid"),
    })
    .prefault({}),
  expiry: z
    .strictObject({
      mode: z.enum(["none", "per-lot", "inactivity", "fixed-date"]).default("none"),
      months: z.number().nullable().default(null),
      roundUpTo: z.enum(["month", "quarter", "half-year", "year"]).nullable().default(null),
      dates: texts.default([]).describe("fixed-date: last usable days, MM-DD or YYYY-MM-DD"),
    })
    .prefault({}),
  refunds: z
    .strictObject({
      negativeBalance: z.enum(["allow", "clamp", "limit"]).default("allow"),
      limit: z.number().nullable().default(null),
    })
    .prefault({}),
  rewards: z.array(reward).max(LIST_MAX).default([]),
  tiers: tiers.nullable().default(null),
  referrals: z
    .unknown()
    .optional()
    .transform((referrals) => referrals ?? null),
});

/** What PUT takes: the body, or what GET answered, whose version and date are no part of it. */
export const programInput = programBody
  .extend({ version: z.int().optional(), publishedAt: instant.optional() })
  .transform(({ version: _version, publishedAt: _publishedAt, ...body }) => body);

export const programShape = programBody
  .extend({ version: z.int(), publishedAt: instant })
  .meta({ id: "Program" });

/** How PUT brings members to another ladder of tiers. */
export const publicationQuery = z.object({
  onTierLoss: z
    .enum(["apply", "keep", "protect"])
    .default("apply")
    .describe(
      "members who reach less on the new ladder: lowered at once; kept where they are; kept through `protectUntil`",
    ),
  protectUntil: day.optional().describe("protect: the last day"),
  giveEntryRewards: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe("whoever is raised by the new ladder gets entry points and rewards; false: silently"),
});

export const simulationBody = z.strictObject({
  program: programInput,
  from: day.nullable().default(null).describe("first day of purchase; left out: from the first order on"),
  to: day.nullable().default(null).describe("last day of purchase"),
});

export const simulationShape = z
  .object({
    orders: z.int().describe("purchases of members in the window that have earned"),
    members: z.int().describe("members who made them"),
    points: z.object({
      now: points.describe("what these orders earned, without campaigns"),
      then: points.describe("what they would have earned under this program"),
    }),
    tiers: z
      .array(z.object({ id: z.string(), now: z.int(), then: z.int() }))
      .describe(
        "members in each tier today, and today under this program; lowest first, at the end those that it does not have",
      ),
  })
  .meta({ id: "Simulation" });
