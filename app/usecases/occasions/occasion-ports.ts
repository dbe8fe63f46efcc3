import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";
import type { BonusOrder, HeldBonus } from "#app/domain/earning/occasions/order-bonus.ts";
import type { Day } from "#app/domain/shared/calendar.ts";

/** What the rules that look at members rather than orders ask of the database. */
export interface Occasions {
  /** Which of these business keys have been used. */
  listUsedKeys(shopId: string, keys: readonly string[]): Promise<Set<string>>;
  /** Who was merged into each of these: limits once per member count over all of them. */
  listMergedIds(shopId: string, memberIds: readonly string[]): Promise<Map<string, string[]>>;
  /** The moment of the first order that is known of each of these members. */
  listFirstOrders(shopId: string, memberIds: readonly string[]): Promise<Map<string, Date>>;

  /** Members who keep their birthday on `day` and have not had it this year, in order of id. */
  listBirthdays(shopId: string, day: Day, page: MemberPage): Promise<string[]>;
  /** Members whose first purchase was on the day of an earlier year, likewise. */
  listAnniversaries(shopId: string, day: Day, page: MemberPage): Promise<string[]>;
  getBirthday(shopId: string, memberId: string): Promise<BirthdayFacts | null>;
  setBirthday(shopId: string, memberId: string, facts: BirthdayFacts): Promise<void>;
  /** Two customers became one: what was used up by one is used up for both; a birthday is taken over where there is none. */
  followMerge(shopId: string, from: string, into: string): Promise<void>;

  /** Purchases of these members, and other orders that hold a bonus. */
  listBonusOrders(
    shopId: string,
    memberIds: readonly string[],
  ): Promise<(BonusOrder & { readonly memberId: string })[]>;
  getHeldBonus(shopId: string, orderId: string): Promise<HeldBonus>;
  setHeldBonuses(
    shopId: string,
    bonuses: readonly { readonly orderId: string; readonly next: HeldBonus }[],
  ): Promise<void>;

  /** How often these members were given something by the rule of an action. */
  countRewarded(shopId: string, memberIds: readonly string[], ruleId: string): Promise<number>;
  getUsage(
    shopId: string,
    memberId: string,
    ruleId: string,
    day: Day,
  ): Promise<{ readonly day: number; readonly month: number }>;
  addUsage(shopId: string, memberId: string, ruleId: string, day: Day, points: number): Promise<void>;
}

export type MemberPage = { readonly after: string | null; readonly limit: number };
