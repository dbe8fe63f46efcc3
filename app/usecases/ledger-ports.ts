import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import type { Participation } from "#app/domain/membership/participation.ts";
import type { Entry, Lot } from "#app/domain/points/books.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { AuditLog } from "./audit-ports.ts";
import type { Campaigns } from "./campaigns/campaign-ports.ts";
import type { Occasions } from "./occasions/occasion-ports.ts";
import type { Effects } from "./points/effect-ports.ts";
import type { HistorySets } from "./program/history-ports.ts";
import type { Consents } from "./mail/mail-ports.ts";
import type { ShopRecord } from "./ports.ts";
import type { Redemptions } from "./rewards/redemption-ports.ts";
import type { TierMarksHeard } from "./tiers/tier-mark-ports.ts";
import type { TierChanges } from "./tiers/tier-change-ports.ts";
import type { TierFiles } from "./tiers/tier-file-ports.ts";
import type { TierStore } from "./tiers/tier-store-ports.ts";

/** A member's row: who it is, and the totals of their books. */
export type Member = {
  readonly memberId: string;
  /** gid; null = known by e-mail alone. */
  readonly customerId: string | null;
  readonly email: string | null;
  /** Trimmed, lower case. */
  readonly emailKey: string | null;
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly hasAccount: boolean;
  readonly participation: Participation;
  readonly joinedOn: string;
  readonly balance: number;
  readonly pending: number;
  readonly deficit: number;
  readonly earnedTotal: number;
  readonly lastSeq: number;
  readonly ordersCount: number;
  readonly spentMinor: bigint;
  readonly lastOrderOn: string | null;
  readonly mergedInto: string | null;
  /** As of when the customer's own data are known. */
  readonly updatedAt: Date;
};

/** Every write of a member's row happens under its lock: `lock` takes it, in the order of ids, so that none wait in a circle. */
export interface Members {
  /** By any of these, merged ones with the member they went to. Locked until the transaction ends. */
  lock(
    shopId: string,
    who: {
      readonly customerIds?: readonly string[];
      readonly emailKeys?: readonly string[];
      readonly memberIds?: readonly string[];
    },
  ): Promise<Member[]>;
  /** @returns false when another transaction has just made one of them: look again. */
  insert(shopId: string, members: readonly Member[]): Promise<boolean>;
  update(shopId: string, members: readonly Member[]): Promise<void>;
  /** The last purchase's day, counted anew; for when a purchase ceases to be one. */
  lastOrderOn(shopId: string, memberId: string): Promise<string | null>;
  /** Locked as well. */
  listMergedInto(shopId: string, memberIds: readonly string[]): Promise<Member[]>;
  /** Those that had been merged into `from` follow to `into`. */
  repoint(shopId: string, from: string, into: string): Promise<void>;
}

export type LotOfMember = Lot & { readonly memberId: string };

export interface Points {
  /** Lots of these members that matter still: open ones, and expired ones that a reversal may yet count as gone. */
  listLots(shopId: string, memberIds: readonly string[]): Promise<LotOfMember[]>;
  /** The closed ones as well: where points expire by inactivity, they tell of earnings that keep others alive. */
  listAllLots(shopId: string, memberIds: readonly string[]): Promise<LotOfMember[]>;
  /** Appends entries and writes the lots that they changed or made. */
  write(
    shopId: string,
    changes: readonly {
      readonly memberId: string;
      readonly entries: readonly Entry[];
      readonly lots: readonly Lot[];
    }[],
  ): Promise<void>;
  findByKey(
    shopId: string,
    key: string,
  ): Promise<{ readonly memberId: string; readonly entry: Entry } | null>;
  getEntry(shopId: string, memberId: string, seq: number): Promise<Entry | null>;
  /** These lots, by `<seq>.<n>`, whatever became of them. */
  getLots(shopId: string, memberId: string, lotIds: readonly string[]): Promise<Lot[]>;
  /** Lots of an order that is now known by another id. */
  renameOrder(shopId: string, memberId: string, from: string, to: string): Promise<void>;
}

export interface Orders {
  /**
   * One writer at a time for each of these orders and e-mails, also for those that are not recorded yet; and no publication
   * meanwhile. Taken once, before anything else.
   */
  lock(
    shopId: string,
    what: { readonly orderIds?: readonly string[]; readonly emailKeys?: readonly string[] },
  ): Promise<void>;
  list(shopId: string, orderIds: readonly string[]): Promise<OrderRecord[]>;
  /** Orders of Shopify's with one of these names: a row of a file without id may be one of them. */
  listNamesKnownFromShopify(shopId: string, names: readonly string[]): Promise<Set<string>>;
  /** Writes records over their previous ones (null: new); what is as it was stays untouched. */
  write(
    shopId: string,
    changes: readonly { readonly previous: OrderRecord | null; readonly next: OrderRecord }[],
  ): Promise<void>;
  /** The next members whose orders wait for a first program, after `afterMemberId`, with all such orders. */
  listAwaitingProgram(shopId: string, afterMemberId: string | null, members: number): Promise<OrderRecord[]>;
  moveToMember(shopId: string, from: string, into: string): Promise<void>;
}

/** Points that a rule with a cap a day or a month has given, by the day of the shop's calendar that dates the earning. */
export type RuleUse = {
  readonly memberId: string;
  readonly ruleId: string;
  readonly day: string;
  readonly points: number;
};

export interface RuleUsages {
  list(shopId: string, memberIds: readonly string[], ruleIds: readonly string[]): Promise<RuleUse[]>;
  add(shopId: string, uses: readonly RuleUse[]): Promise<void>;
}

export interface Programs {
  getCurrent(shopId: string): Promise<ProgramVersion | null>;
  /** All versions, in the order of their numbers. */
  list(shopId: string): Promise<ProgramVersion[]>;
  /** Publications of a shop come one after another, and never while an order is being recorded. */
  lock(shopId: string): Promise<void>;
  insert(shopId: string, version: ProgramVersion): Promise<void>;
}

export interface Sweeps {
  /** Members of whom some of the first `lots` due lots are, in the order of their ids. */
  listDue(shopId: string, now: Date, lots: number): Promise<string[]>;
  /**
   * Matures and expires what is due of these members, exactly as the domain does it. Returns those whose books ask for more
   * than that, untouched and locked.
   */
  comeDue(shopId: string, now: Date, memberIds: readonly string[]): Promise<string[]>;
}

export interface Erasures {
  /** Orders keep what was bought, not by whom. */
  forgetBuyer(shopId: string, memberId: string): Promise<void>;
  /** Mails on their way go; of those that were sent the fact stays. */
  forgetMails(shopId: string, memberId: string): Promise<void>;
  /** A customer who never bought and holds no points leaves nothing behind. False: there are orders or entries. */
  removeUnused(shopId: string, memberId: string): Promise<boolean>;
  /** Deletes every row of the shop: the one procedure that may delete entries (law 1). */
  eraseShop(shopId: string): Promise<void>;
}

/** What works on the ledger inside one transaction. */
export type LedgerStores = {
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly members: Members;
  readonly points: Points;
  readonly orders: Orders;
  readonly programs: Programs;
  readonly sweeps: Sweeps;
  readonly history: HistorySets;
  readonly erasures: Erasures;
  readonly consents: Consents;
  readonly redemptions: Redemptions;
  readonly occasions: Occasions;
  readonly campaigns: Campaigns;
  readonly usages: RuleUsages;
  readonly tiers: TierStore;
  readonly tierChanges: TierChanges;
  readonly tierFiles: Pick<TierFiles, "takeRows" | "markRows">;
  readonly tierMarks: TierMarksHeard;
  readonly audit: Pick<AuditLog, "append">;
};

export interface Ledger extends Effects {
  /** One transaction: all of `work` or nothing of it. Run again from its start when it lost to another one (deadlock). */
  transaction<T>(work: (stores: LedgerStores) => Promise<T>): Promise<T>;
}

export type PublishedProgram = {
  readonly version: number;
  readonly publishedAt: Date;
  readonly body: ProgramBody;
};
