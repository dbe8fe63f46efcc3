import { z } from "zod";
import type { ProgramDraft } from "#app/domain/program/program-draft.ts";
import { TIER_ICONS } from "#app/domain/tiers/tiers.ts";

/** What the editor sends to be kept. Texts are as typed; lists are bounded so that a page can still show them. */
const typed = z.string().max(255);
const list = z.array(z.string().max(255)).max(1000);
const moment = z.iso.datetime().nullable();
const rounding = z.enum(["floor", "half-up", "ceil"]);
const ITEMS_MAX = 20_000;

export const selection = z.object({
  tags: list.optional(),
  vendors: list.optional(),
  productIds: list.optional(),
  collectionIds: list.optional(),
  onSale: z.boolean().optional(),
  channels: list.optional(),
  customerTags: list.optional(),
  tierIds: list.optional(),
});

const rule = z.object({
  id: typed,
  kind: z.enum(["purchase", "sign-up", "birthday", "anniversary", "first-order", "nth-order", "action"]),
  name: typed,
  points: typed,
  per: typed,
  rounding,
  basis: z.object({
    tax: z.boolean(),
    shipping: z.boolean(),
    discounts: z.boolean(),
    storeCredit: z.boolean(),
  }),
  minimumOrder: typed,
  capPerOrder: typed,
  capPerDay: typed,
  capPerMonth: typed,
  every: typed,
  action: typed,
  perMember: typed,
  include: selection,
  exclude: selection,
  stackable: z.boolean(),
  priority: typed,
  enabled: z.boolean(),
  from: moment,
  until: moment,
});

const multiplier = z.object({
  id: typed,
  name: typed,
  factor: typed,
  rounding,
  ruleIds: list,
  include: selection,
  exclude: selection,
  from: moment,
  until: moment,
});

const reward = z.object({
  id: typed,
  kind: z.enum([
    "amount-off",
    "percentage-off",
    "free-shipping",
    "free-product",
    "store-credit",
    "gift-card",
  ]),
  name: typed,
  points: typed,
  value: typed,
  slider: z.object({ minimumPoints: typed, maximumPoints: typed, maximumShare: typed }).nullable(),
  minimumOrder: typed,
  appliesTo: z.object({ productIds: list, collectionIds: list }),
  product: z.object({ productId: typed, variantId: typed.nullable() }).nullable(),
  combinesWith: z.object({ order: z.boolean(), product: z.boolean(), shipping: z.boolean() }),
  validDays: typed,
  perMember: typed,
  total: typed,
  customerTags: list,
  tierIds: list,
  enabled: z.boolean(),
  from: moment,
  until: moment,
});

const measure = z.enum(["spent", "points", "orders"]);
const LADDER_MAX = 100;

const tier = z.object({
  id: typed,
  name: typed,
  from: typed.nullable(),
  also: z.array(z.object({ measure, from: typed })).max(10),
  entryTag: typed,
  multiplier: typed,
  rounding,
  entryPoints: typed,
  entryRewardId: typed.nullable(),
  birthdayPoints: typed,
  freeShipping: z.enum(["code", "automatic"]).nullable(),
  expiryMonths: typed,
  earlyAccess: z.boolean(),
  color: typed,
  icon: z.enum(TIER_ICONS).nullable(),
  tag: typed,
  texts: z.record(typed, z.object({ name: typed, description: z.string().max(2000) })),
});

const tiers = z.object({
  measure,
  join: z.enum(["any", "all"]),
  window: z.object({
    kind: z.enum(["lifetime", "calendar-year", "rolling", "from-joining"]),
    months: typed,
    keepNext: z.boolean(),
  }),
  graceDays: typed,
  countPending: z.boolean(),
  softLanding: z.boolean(),
  noticeDays: typed,
  ladder: z.array(tier).max(LADDER_MAX),
  replaced: z.record(typed, typed),
});

export const draftShape: z.ZodType<ProgramDraft> = z.object({
  earning: z.object({
    rules: z.array(rule).max(ITEMS_MAX),
    multipliers: z.array(multiplier).max(ITEMS_MAX),
    pendingDays: typed,
    pendingFrom: z.enum(["paid", "fulfilled"]),
  }),
  expiry: z.object({
    mode: z.enum(["none", "per-lot", "inactivity", "fixed-date"]),
    months: typed,
    roundUpTo: z.enum(["month", "quarter", "half-year", "year"]).nullable(),
    dates: list,
  }),
  refunds: z.object({ negativeBalance: z.enum(["allow", "limit", "clamp"]), limit: typed }),
  rewards: z.array(reward).max(ITEMS_MAX),
  tiers: tiers.nullable(),
  referrals: z.unknown(),
});
