import type { ToldMove } from "#app/domain/messaging/decide-tier-mails.ts";
import type { Day } from "#app/domain/shared/calendar.ts";
import type { Ladder } from "#app/domain/tiers/ladder.ts";
import type { MailToInsert } from "./mail-ports.ts";

export type MovedMember = { readonly memberId: string; readonly moves: readonly ToldMove[] };

/** A member who was told that their tier is sure through `warnedFor` only. */
export type WarnedMember = { readonly memberId: string; readonly tierId: string; readonly warnedFor: Day };

/** What of tiers is to be told by mail. Each cause is let go in the transaction that inserts its mail. */
export interface TierMailPlans {
  /** Members with moves that no mail was decided for, each with all of them, oldest first. */
  listMoved(shopId: string, limit: number): Promise<MovedMember[]>;
  insertMoved(
    shopId: string,
    members: readonly MovedMember[],
    mails: readonly MailToInsert[],
    at: Date,
  ): Promise<number>;

  /** The last days whose review is done, and whose notices are planned. null: the program has no tiers, or members are being placed. */
  getDays(
    shopId: string,
  ): Promise<{ readonly reviewedOn: Day | null; readonly noticedOn: Day | null } | null>;
  markNoticed(shopId: string, day: Day): Promise<void>;
  /** In order of id, those after `after`. */
  listWarned(shopId: string, after: string | null, limit: number): Promise<WarnedMember[]>;
  /** Nobody warns them of that day any more. */
  insertKept(
    shopId: string,
    members: readonly WarnedMember[],
    mails: readonly MailToInsert[],
    at: Date,
  ): Promise<number>;
  /**
   * Members in a tier who were not warned yet and whom the review of `on` may lower, grace or not, in order of id, those after
   * `after`: who really is, the pure rule says.
   */
  listEndangered(
    shopId: string,
    at: {
      readonly ladder: Ladder;
      readonly currency: string;
      readonly timeZone: string;
      readonly on: Day;
      readonly after: string | null;
      readonly limit: number;
    },
  ): Promise<{
    readonly memberIds: readonly string[];
    /** Where to go on; null: these were all. */
    readonly next: string | null;
  }>;
  insertWarned(
    shopId: string,
    members: readonly WarnedMember[],
    mails: readonly MailToInsert[],
    at: Date,
  ): Promise<number>;
}
