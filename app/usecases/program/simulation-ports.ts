import type { PastOrder } from "#app/domain/earning/replay.ts";
import type { Day } from "#app/domain/shared/calendar.ts";

/** Names the last order of a batch: the next batch comes after it. */
export type PastOrderCursor = string;

export interface PastOrders {
  /**
   * Orders of members that were purchases or have earned, up to `to`, member by member and each member's in the order of
   * processing. What those before `linesFrom` earned is not read.
   */
  listPastOrders(
    shopId: string,
    what: {
      readonly to: Day | null;
      readonly linesFrom: Day | null;
      readonly after: PastOrderCursor | null;
      readonly limit: number;
    },
  ): Promise<{ readonly orders: readonly PastOrder[]; readonly next: PastOrderCursor | null }>;
}
