import type { Contribution } from "#app/domain/earning/earned.ts";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";

/** What the merchant's pages read. */
export type MemberSort = "joined" | "balance" | "spent" | "last-order";
export const MEMBER_FILTERS = ["members", "with-points", "owing", "left", "excluded", "outside"] as const;
export type MemberFilter = (typeof MEMBER_FILTERS)[number];

/** Where a page begins or ends: the sorted value as text, and the member who breaks ties. */
export type MemberCursor = { readonly value: string; readonly memberId: string };

export type MemberListQuery = {
  readonly search: string;
  readonly filter: MemberFilter;
  /** Only members of this tier; null = of any, or of none. */
  readonly tierId: string | null;
  readonly sort: MemberSort;
  readonly order: "asc" | "desc";
  readonly cursor: (MemberCursor & { readonly direction: "before" | "after" }) | null;
  readonly limit: number;
};

export type MemberListItem = {
  readonly memberId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly participation: string;
  readonly joinedOn: string;
  readonly balance: number;
  readonly pending: number;
  readonly ordersCount: number;
  readonly spentMinor: bigint;
  readonly lastOrderOn: string | null;
};

export type MemberListPage = {
  readonly items: readonly MemberListItem[];
  /** Cursors of the pages beside this one; null at the ends. */
  readonly before: MemberCursor | null;
  readonly after: MemberCursor | null;
};

export interface MemberList {
  listMembers(shopId: string, query: MemberListQuery): Promise<MemberListPage>;
}

export type TellableContribution = Omit<Contribution, "baseMinor"> & { readonly baseMinor: string };

export type OrderListItem = {
  readonly orderId: string;
  readonly name: string;
  readonly businessDate: string;
  readonly financialStatus: string;
  readonly goodsMinor: bigint;
  readonly goodsLeftMinor: bigint;
  readonly totalMinor: bigint;
  readonly cancelled: boolean;
  readonly test: boolean;
  readonly programVersion: number | null;
  readonly earnedPoints: number;
  readonly keptPoints: number;
  /** What made the points, money as digits of minor units; null: one plain rule, which the program version tells. */
  readonly earnedBy: readonly TellableContribution[] | null;
  readonly lines: readonly {
    readonly title: string;
    readonly quantity: number;
    readonly giftCard: boolean;
    readonly netMinor: string;
    readonly earnedPoints: number;
    readonly keptPoints: number;
  }[];
};

export type LatestOrderRecord = {
  readonly orderId: string;
  readonly name: string;
  readonly businessDate: string;
  readonly processedAt: Date;
  readonly memberId: string | null;
  readonly memberName: string | null;
  readonly goodsLeftMinor: bigint;
  readonly keptPoints: number;
  readonly programVersion: number | null;
};

/** `name`: as people call it, `#1001`. */
export type NamedOrder = Pick<OrderListItem, "orderId" | "name" | "earnedBy">;

export interface OrderReads {
  /** The shop's newest orders, whoever bought. */
  listLatestOrders(shopId: string, limit: number): Promise<LatestOrderRecord[]>;
  hasOrderSince(shopId: string, since: Date): Promise<boolean>;
  /** A member's orders, newest first. */
  listOrdersOfMember(shopId: string, memberId: string, limit: number): Promise<OrderListItem[]>;
  /** By their gids, for sentences about entries. */
  nameOrders(shopId: string, orderIds: readonly string[]): Promise<Map<string, NamedOrder>>;
  /** refund gid → its order. */
  nameRefunds(shopId: string, refundIds: readonly string[]): Promise<Map<string, NamedOrder>>;
}

/** An entry as the home page tells it, with the member's name as it is now. */
export type LatestEntryRecord = {
  readonly memberId: string;
  readonly memberName: string | null;
  readonly seq: number;
  readonly at: Date;
  readonly kind: string;
  readonly points: number;
  readonly pendingPoints: number;
  readonly reason: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly programVersion: number | null;
  readonly correctsSeq: number | null;
};

export interface LatestEntries {
  /** The shop's newest entries that are neither an earning nor merely came due, newest first. */
  listLatestEntries(shopId: string, limit: number): Promise<LatestEntryRecord[]>;
}

/** How many members a new rule of participation moves, and where to. */
export type ParticipationPreview = {
  readonly joining: number;
  readonly excluded: number;
  readonly outside: number;
};

export interface ParticipationRules {
  /** Changes nothing. */
  previewRule(shopId: string, rule: ParticipationRule): Promise<ParticipationPreview>;
  /** Keeps the rule and moves whom it moves; who joins does so on `today` (the shop's calendar day). */
  changeRule(shopId: string, rule: ParticipationRule, today: string): Promise<void>;
}
