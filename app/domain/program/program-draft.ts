import type { Reward } from "../rewards/reward.ts";
import type { Measure, Tier, Tiers, TierWindow } from "../tiers/tiers.ts";
import type { EarningRule, Multiplier, ProgramBody } from "./program-body.ts";

/**
 * A program while it is being composed: built like its body, so that a JSON pointer means the same field in both, with every
 * number and amount as it was typed. It can be kept unfinished; `toBody` makes the body that is judged and published.
 */
export type ProgramDraft = Omit<ProgramBody, "earning" | "expiry" | "refunds" | "rewards" | "tiers"> & {
  readonly earning: Omit<Typed<ProgramBody["earning"], "pendingDays">, "rules" | "multipliers"> & {
    readonly rules: readonly DraftRule[];
    readonly multipliers: readonly DraftMultiplier[];
  };
  readonly expiry: Typed<ProgramBody["expiry"], "months">;
  readonly refunds: Typed<ProgramBody["refunds"], "limit">;
  readonly rewards: readonly DraftReward[];
  readonly tiers: DraftTiers | null;
};

export type DraftTiers = Omit<Typed<Tiers, "graceDays" | "noticeDays">, "window" | "ladder"> & {
  readonly window: Typed<TierWindow, "months">;
  readonly ladder: readonly DraftTier[];
};

/** `from` null: not reached by figures. */
export type DraftTier = Omit<
  Typed<
    Tier,
    "entryTag" | "multiplier" | "entryPoints" | "birthdayPoints" | "expiryMonths" | "color" | "tag"
  >,
  "also" | "texts"
> & {
  readonly also: readonly { readonly measure: Measure; readonly from: string }[];
  readonly texts: Readonly<Record<string, { readonly name: string; readonly description: string }>>;
};

export type DraftRule = Typed<
  EarningRule,
  | "name"
  | "points"
  | "per"
  | "minimumOrder"
  | "capPerOrder"
  | "capPerDay"
  | "capPerMonth"
  | "every"
  | "action"
  | "perMember"
  | "priority"
>;

export type DraftMultiplier = Typed<Multiplier, "name">;

export type DraftReward = Omit<
  Typed<Reward, "points" | "value" | "minimumOrder" | "validDays" | "perMember" | "total">,
  "slider"
> & {
  /** `maximumShare` in per cent, as people say it. */
  readonly slider: {
    readonly minimumPoints: string;
    readonly maximumPoints: string;
    readonly maximumShare: string;
  } | null;
};

type Typed<T, Field extends keyof T> = Omit<T, Field> & { readonly [key in Field]: string };

/** What is kept of a draft, and from which version it was begun. */
export type StoredDraft = {
  readonly body: ProgramDraft;
  readonly basedOn: number | null;
  readonly revision: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
};
