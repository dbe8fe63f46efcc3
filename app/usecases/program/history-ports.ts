import type { StagedRule } from "../imports/import-ports.ts";
import type { ShopRecord } from "../ports.ts";

export type AwardedSet = { readonly orders: number };

/** Recorded orders that earn by a first program, very many at once. */
export interface HistorySets {
  /** The next members whose orders wait for a first program, after this one. */
  listAwaiting(shopId: string, after: string | null, members: number): Promise<string[]>;
  /**
   * The orders of these members earn by this rule, dated by the orders. Members of whom it would take more than an addition
   * to their books are left as they are.
   */
  award(shop: ShopRecord, rule: StagedRule, memberIds: readonly string[], now: Date): Promise<AwardedSet>;
}
