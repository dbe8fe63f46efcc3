import type { MailFacts } from "#app/domain/messaging/mail-facts.ts";
import type { MailLocale } from "#app/domain/messaging/mail-template.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { type Benefit, benefitsOf } from "#app/domain/tiers/tier-benefits.ts";
import {
  type ShownMissing,
  shownMissing,
  shownStanding,
  tierInWords,
} from "#app/domain/tiers/shown-tiers.ts";
import { findTier } from "#app/domain/tiers/tier-at.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";
import { describeTiers, type DescribeTiersPorts } from "../tiers/describe-tiers.ts";
import type { ShopRecord } from "../ports.ts";

export type TierValuesPorts = DescribeTiersPorts & {
  readonly programs: { getCurrent(shopId: string): Promise<ProgramVersion | null> };
};

type TierFacts = Extract<MailFacts, { kind: "tier-move" | "tier-notice" | "tier-kept" }>;

/** What a mail about tiers may show, by the names that its words use. Days as `YYYY-MM-DD`. */
export type TierValues = {
  /** The tier that was reached, lost, kept, or is about to be lost. */
  readonly tier: { readonly name: string; readonly description: string | null };
  /** The tier that the member is in now; null: none. */
  readonly now: { readonly name: string } | null;
  readonly because: string;
  /** The last sure day of the present tier; null: no end is in sight. */
  readonly through: string | null;
  readonly benefits: readonly Benefit[];
  /** What keeps the present tier beyond that day. */
  readonly missing: readonly AmountLine[];
  /** `any`: one of what is missing is enough. */
  readonly join: "any" | "all";
  readonly next: {
    readonly name: string;
    readonly by: string | null;
    readonly missing: readonly AmountLine[];
  } | null;
};

/** An amount with what it counts. */
export type AmountLine = Pick<ShownMissing, "measure" | "amount"> & { readonly currency: string };

/** As it is at this moment. null: it is no longer so, and nothing is to be told. */
export async function tierValues(
  ports: TierValuesPorts,
  shop: ShopRecord,
  memberId: string,
  facts: TierFacts,
  locale: MailLocale,
  now: Date,
): Promise<TierValues | null> {
  const { tiers = null, rewards = [] } = (await ports.programs.getCurrent(shop.shopId))?.body ?? {};
  const standing = (await describeTiers(ports, shop, [memberId], now)).get(memberId);
  if (tiers === null || standing === undefined) return null;
  const { state, progress } = standing;
  if (state.tierId !== (facts.kind === "tier-move" ? facts.to : facts.tierId)) return null;
  const { keptThrough } = progress;
  if (facts.kind === "tier-notice" && (keptThrough === null || keptThrough > facts.through)) return null;
  const rank = (tierId: string | null) => tiers.ladder.findIndex(({ id }) => id === tierId);
  const isLost = facts.kind === "tier-move" && rank(facts.from) > rank(facts.to);
  const present = findTier(tiers, state.tierId);
  const told = isLost ? findTier(tiers, facts.from) : present;
  if (told === null) return null;
  const words = (tier: Tier) => tierInWords(tier, locale);
  const lines = (missing: readonly ShownMissing[]): AmountLine[] =>
    missing.map(({ measure, amount }) => ({ measure, amount, currency: shop.currency }));
  const { next } = shownStanding(progress, tiers, rewards, shop.currency);
  return {
    tier: words(told),
    now: present && { name: words(present).name },
    because: facts.kind === "tier-move" ? facts.because : "",
    through: keptThrough,
    benefits: benefitsOf(told, rewards),
    missing: lines(shownMissing(progress.toKeep, shop.currency)),
    join: tiers.join,
    next:
      next === null || progress.next === null
        ? null
        : { name: words(progress.next.tier).name, by: next.by, missing: lines(next.missing) },
  };
}
