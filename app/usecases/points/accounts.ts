import { participationOf, type ParticipationRule } from "#app/domain/membership/participation.ts";
import { emailKeyOf } from "#app/domain/membership/email-key.ts";
import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { type Entry, type Lot, lotId, type MemberBooks } from "#app/domain/points/books.ts";
import { comeDue } from "#app/domain/points/come-due.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { WrittenBooks } from "./effect-ports.ts";
import type { LedgerStores, LotOfMember, Member } from "../ledger-ports.ts";

/** A member while a transaction works on them: the row, the books, and what has been added since they were read. */
export type Account = {
  /** As it stands in the database. */
  readonly stored: Member;
  readonly storedLots: readonly Lot[];
  member: Member;
  books: MemberBooks;
  readonly entries: Entry[];
  /** The day of the last purchase must be counted anew. */
  recount: boolean;
  /** All that is news of this member is history: where it leads them is told to nobody (law 13). */
  isHistory: boolean;
};

/** The accounts of one transaction, by member id. */
export type Accounts = Map<string, Account>;

export function openAccounts(members: readonly Member[], lots: readonly LotOfMember[]): Accounts {
  const lotsOf = new Map<string, Lot[]>(members.map(({ memberId }) => [memberId, []]));
  for (const { memberId, ...lot } of lots) lotsOf.get(memberId)?.push(lot);
  return new Map(
    members.map((member) => [member.memberId, openAccount(member, lotsOf.get(member.memberId) ?? [])]),
  );
}

export function openAccount(member: Member, lots: readonly Lot[]): Account {
  const { balance, pending, deficit, lastSeq } = member;
  const books = { balance, pending, deficit, lastSeq, lots };
  return { stored: member, storedLots: lots, member, books, entries: [], recount: false, isHistory: false };
}

export function requireAccount(accounts: Accounts, memberId: string): Account {
  const account = accounts.get(memberId);
  invariant(account !== undefined, `member ${memberId} is locked by this transaction`);
  return account;
}

/** Takes a step's result into the account: the books, the totals of the row, what was earned. */
export function post(
  account: Account,
  step: { readonly books: MemberBooks; readonly entries: readonly Entry[] },
): void {
  const earned = step.entries
    .filter(({ kind }) => kind === "earn")
    .reduce((sum, entry) => sum + entry.points + entry.pendingPoints, 0);
  const { balance, pending, deficit, lastSeq } = step.books;
  account.books = step.books;
  account.entries.push(...step.entries);
  account.member = {
    ...account.member,
    ...{ balance, pending, deficit, lastSeq },
    earnedTotal: account.member.earnedTotal + earned,
  };
}

/** Lots that are due mature or expire before anything else happens, whether or not the sweep has run. */
export function bringUpToDate(account: Account, now: Date, sparing: "sliding" | "none" = "none"): void {
  post(account, comeDue(account.books, account.member.memberId, now, sparing));
}

/** What the customer says of themselves; an older state never overwrites a newer one, a file only fills gaps. */
export function learnCustomer(
  account: Account,
  customer: CustomerFacts,
  news: { readonly at: Date; readonly isFile: boolean },
): void {
  const { member } = account;
  if (member.customerId !== null && member.customerId !== customer.customerId) return;
  const known = { ...member, customerId: customer.customerId };
  const name = customer.name;
  if (news.isFile || news.at < member.updatedAt) {
    const email = member.email ?? customer.email;
    account.member = { ...known, name: member.name ?? name, email, emailKey: emailKeyOf(email) };
    return;
  }
  // Null may mean "withheld from this app": what is known stays.
  const email = customer.email?.trim() ?? member.email;
  account.member = {
    ...known,
    ...{ email, emailKey: emailKeyOf(email), name: name ?? member.name },
    ...{ tags: customer.tags ?? member.tags, hasAccount: customer.hasAccount, updatedAt: news.at },
  };
}

/** Decides anew who takes part; `day`: that of the order, or today, on which somebody may become a member. */
export function decideParticipation(
  account: Account,
  rule: ParticipationRule,
  event: { readonly day: string; readonly hasOrder: boolean; readonly isNewOrder: boolean },
): void {
  const { member } = account;
  const { participation: current, tags, hasAccount } = member;
  const hasOrder = event.hasOrder || member.ordersCount > 0;
  const participation = participationOf({ current, tags, hasAccount, hasOrder }, rule);
  const joins = participation === "member" && current !== "member";
  // With an order or an account one takes part from the first order on, in whatever order they are told.
  const isEarlier =
    participation === "member" && rule.mode !== "joined" && event.isNewOrder && event.day < member.joinedOn;
  account.member = { ...member, participation, joinedOn: joins || isEarlier ? event.day : member.joinedOn };
}

/** Keeps number, sum and last day of purchases right when one of the member's orders changes. */
export function countPurchase(account: Account, previous: OrderRecord | null, next: OrderRecord): void {
  const before =
    previous !== null && previous.memberId === next.memberId && previous.isPurchase ? previous : null;
  const after = next.isPurchase ? next : null;
  const { member } = account;
  const lastOrderOn =
    after !== null && (member.lastOrderOn === null || after.businessDate > member.lastOrderOn)
      ? after.businessDate
      : member.lastOrderOn;
  account.member = {
    ...member,
    ordersCount: member.ordersCount + Number(after !== null) - Number(before !== null),
    spentMinor: member.spentMinor + (after?.goodsLeftMinor ?? 0n) - (before?.goodsLeftMinor ?? 0n),
    lastOrderOn,
  };
  if (before !== null && before.businessDate !== after?.businessDate) account.recount = true;
}

function changedLots(account: Account): Lot[] {
  const before = new Map(account.storedLots.map((lot) => [lotId(lot), lot]));
  return account.books.lots.filter((lot) => {
    const known = before.get(lotId(lot));
    return (
      known === undefined ||
      known.remaining !== lot.remaining ||
      known.expired !== lot.expired ||
      known.expiredReversed !== lot.expiredReversed ||
      known.extended !== lot.extended ||
      known.maturesAt?.getTime() !== lot.maturesAt?.getTime() ||
      known.expiresAt?.getTime() !== lot.expiresAt?.getTime()
    );
  });
}

/** What has been added to the books since the account was opened. */
export function writtenBooks(account: Account): WrittenBooks {
  return { member: account.member, entries: account.entries, lots: changedLots(account) };
}

function isSame(a: Member, b: Member): boolean {
  const text = (member: Member) =>
    JSON.stringify(Object.entries(member).sort(), (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
  return text(a) === text(b);
}

/** Writes what changed: entries and lots first, then the rows whose totals they are. */
export async function closeAccounts(stores: LedgerStores, shopId: string, accounts: Accounts): Promise<void> {
  const all = [...accounts.values()];
  await stores.points.write(
    shopId,
    all
      .map(writtenBooks)
      .map(({ member, ...books }) => ({ memberId: member.memberId, ...books }))
      .filter(({ entries, lots }) => entries.length + lots.length > 0),
  );
  for (const account of all.filter(({ recount }) => recount)) {
    const lastOrderOn = await stores.members.lastOrderOn(shopId, account.member.memberId);
    account.member = { ...account.member, lastOrderOn };
  }
  const changed = all.filter(({ member, stored }) => !isSame(member, stored));
  await stores.members.update(
    shopId,
    changed.map(({ member }) => member),
  );
  // Whatever raises somebody shows in their row: what they have earned or bought, their tags, whether they take part.
  for (const isHistory of [false, true]) {
    const some = changed.filter((account) => account.isHistory === isHistory);
    const memberIds = some.map(({ member }) => member.memberId);
    if (memberIds.length > 0) await stores.tiers.check(shopId, memberIds, isHistory);
  }
}
