import type { Day } from "#app/domain/shared/calendar.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { ShownStanding, ShownTiers } from "#app/domain/tiers/shown-tiers.ts";

/** The two values that the theme's blocks render. Shapes: extensions/perennial-widget/README.md. */
export type ProgramValue = {
  readonly launched: boolean;
  readonly version: number;
  readonly earn?: {
    readonly points: number;
    readonly perMinor: number;
    readonly rounding: "floor" | "half-up" | "ceil";
  };
  readonly currency: string;
  readonly proxyPath: string;
  /** Left out: the program has none. */
  readonly tiers?: ShownTiers;
};

export type LoyaltyValue = {
  readonly member: true;
  readonly balance: number;
  readonly spendable: number;
  readonly pending: number;
  /** `on`: the last day on which they can be spent, in the shop's zone. */
  readonly expiring: { readonly points: number; readonly on: string } | null;
  /** Left out: the program has no tiers. */
  readonly tier?: ShownStanding;
  readonly asOf: string;
};

export type LoyaltyOf = { readonly customerId: string; readonly value: LoyaltyValue };

/** Shopify's side of the metafields. */
export interface ShopifyMetafields {
  /** Says who may read the customers' metafield; done before is as good. */
  define(shopId: string): Promise<Outcome<unknown>>;
  setProgram(shopId: string, value: ProgramValue): Promise<Outcome<unknown>>;
  /** Up to 25. Customers that Shopify no longer knows are left out. */
  setLoyalty(shopId: string, values: readonly LoyaltyOf[]): Promise<Outcome<unknown>>;
  /** Up to 25. */
  removeLoyalty(shopId: string, customerIds: readonly string[]): Promise<Outcome<unknown>>;
  /** The program's and every customer's; gone before is as good. */
  removeEverything(shopId: string): Promise<Outcome<unknown>>;
}

/** A member whose metafield is behind the books or their tier, as of `seq`, the number of the last entry it shows. */
export type Unpublished = {
  readonly memberId: string;
  readonly customerId: string;
  readonly seq: number;
  readonly balance: number;
  readonly spendable: number;
  readonly pending: number;
  /** Of the soonest-expiring points that can still be spent. */
  readonly expiring: { readonly points: number; readonly expiresAt: Date } | null;
  /** Names the reasons that their tier was to be shown for; null: there was none. */
  readonly tierMark: number | null;
};

/** What is shown and what is not yet. */
export interface Publications {
  programShown(shopId: string): Promise<string | null>;
  markProgram(shopId: string, shown: string): Promise<void>;
  /** Nothing is shown any more: neither the program nor anybody's points. */
  forgetShown(shopId: string): Promise<void>;
  /** The tiers that members' metafields were last brought in step with; null = never. */
  tiersShown(shopId: string): Promise<string | null>;
  /** Every member is shown anew, as these tiers have it. */
  showTiersAnew(shopId: string, shown: string): Promise<void>;
  listUnpublished(shopId: string, now: Date, limit: number): Promise<Unpublished[]>;
  /**
   * The metafields now show these entries; of two pushes the later entry counts. `tierChangesOn`: the day on which what is shown of
   * the tier is no longer so; null = none.
   */
  markPublished(
    shopId: string,
    members: readonly (Pick<Unpublished, "memberId" | "seq" | "tierMark"> & {
      readonly tierChangesOn: Day | null;
    })[],
  ): Promise<void>;
  /** Customers with a metafield who take no part any more. */
  listToWithdraw(shopId: string, limit: number): Promise<{ memberId: string; customerId: string | null }[]>;
  markWithdrawn(shopId: string, memberIds: readonly string[]): Promise<void>;
}
