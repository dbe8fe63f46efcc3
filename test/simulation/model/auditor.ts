import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";
import { SimulationFailure } from "../failure.ts";
import type { AskedAdjustment } from "../journal.ts";
import { type Book, emptyBook, type ModelLot, totals } from "./book.ts";
import { explain, type Explained } from "./explain-entry.ts";
import { release } from "./holding.ts";
import type { EntryRow, LotRow, MemberRow } from "./rows.ts";

/** What the auditor may know besides the entries: the world, and what the merchant asked for. */
export type AuditedWorld = {
  readonly timeZone: string;
  readonly now: Date;
  /** In the order of their numbers. */
  readonly versions: readonly {
    readonly version: number;
    readonly publishedAt: Date;
    readonly body: ProgramBody;
  }[];
  /** Who was merged into a member. */
  readonly mergedInto: (memberId: string) => readonly string[];
  /** By which tier something earned at a moment may live (tier-held.ts). */
  readonly tiersAt: (version: number | null, memberId: string, at: Date) => readonly (Tier | null)[];
  /** The lot as it stands in the books: of two lives that it may have, it tells which. */
  readonly lotTold: (memberId: string, id: string) => LotRow | undefined;
  readonly adjustmentOf: (key: string) => AskedAdjustment | null;
  /** When an order was paid, earned and was fulfilled; all of it is held against the store's truth at the end. */
  readonly momentsOf: (orderId: string) => OrderMoments;
  /** The order that a refund belongs to, by their gids. */
  readonly orderOfRefund: (refundId: string) => string | null;
};

export type OrderMoments = {
  readonly paidAt: Date | null;
  readonly earnedAt: Date | null;
  readonly fulfilledAt: Date | null;
};

export type AuditedBooks = {
  readonly book: Book;
  readonly entries: EntryRow[];
};

/**
 * A second bookkeeper. Which facts reached the books, and in which order, it takes from the entries; what each must then do to
 * which lots it works out by itself, and every difference is a failure. With the model of the orders, which says how much each
 * fact is worth, it leaves nothing of the books unexplained.
 */
export function createAuditor() {
  const members = new Map<string, AuditedBooks>();
  const keys = new Set<string>();
  /** What left with a merge and has not arrived yet, by `<from>><into>` and key. */
  const onTheWay = new Map<string, { lots: ModelLot[]; deficit: number }>();

  const booksOf = (memberId: string): AuditedBooks => {
    const known = members.get(memberId);
    if (known !== undefined) return known;
    const opened = { book: emptyBook(), entries: [] };
    members.set(memberId, opened);
    return opened;
  };

  /** Takes in what is new of some members, all of whose new entries and present lots are given. */
  function audit(
    around: Omit<AuditedWorld, "lotTold">,
    changed: readonly MemberRow[],
    entries: readonly EntryRow[],
    lots: readonly LotRow[],
  ): void {
    const told = new Map(lots.map((lot) => [`${lot.memberId} ${lot.seq}.${lot.n}`, lot]));
    const world: AuditedWorld = { ...around, lotTold: (memberId, id) => told.get(`${memberId} ${id}`) };
    const waiting = new Map<string, EntryRow[]>();
    for (const entry of entries) waiting.set(entry.memberId, [...(waiting.get(entry.memberId) ?? []), entry]);
    // What a merge brings can be told only after what it took away.
    for (let progress = true; progress && waiting.size > 0;) {
      progress = false;
      for (const [memberId, queue] of waiting) {
        while (queue.length > 0 && isReady(queue[0]!)) {
          take(world, memberId, queue.shift()!);
          progress = true;
        }
        if (queue.length === 0) waiting.delete(memberId);
      }
    }
    const [stuck] = [...waiting.values()].flat();
    if (stuck !== undefined) fail("law 12", stuck, "something arrives that has left nowhere");
    for (const { memberId } of changed) {
      const { book } = booksOf(memberId);
      release({ book, world, memberId }, (orderId) => world.momentsOf(orderId).fulfilledAt !== null);
    }
    for (const member of changed) compareTotals(member, booksOf(member.memberId).book);
    compareLots(changed, lots);
  }

  const isReady = (entry: EntryRow) =>
    !entry.key.endsWith("/in") || onTheWay.has(entry.key.replace(/in$/, "out"));

  function take(world: AuditedWorld, memberId: string, entry: EntryRow): void {
    const { book, entries } = booksOf(memberId);
    if (keys.has(entry.key)) fail("law 2", entry, "its key is there twice");
    keys.add(entry.key);
    if (entry.seq !== book.seq + 1) fail("law 1", entry, `comes after entry ${book.seq}`);
    book.seq = entry.seq;
    const explained = explain({ world, book, entry, entries, onTheWay, memberId, everybody: members });
    entries.push(entry);
    compareEntry(entry, book, explained);
  }

  function compareEntry(entry: EntryRow, book: Book, explained: Explained): void {
    const { balance, pending } = totals(book);
    const told = [entry.balanceAfter, entry.pendingAfter];
    if (told[0] !== balance || told[1] !== pending)
      fail("law 3", entry, `leaves ${told.join(" and ")}, its lots say ${balance} and ${pending}`);
    const moved = [balance - book.balance, pending - book.pending];
    if (entry.points !== moved[0] || entry.pendingPoints !== moved[1])
      fail(
        "law 3",
        entry,
        `says ${entry.points} and ${entry.pendingPoints}, its lots moved by ${moved.join(" and ")}`,
      );
    Object.assign(book, { balance, pending });
    if (pending < 0) fail("law 3", entry, "pending is below 0");
    const { shortfall = 0, alreadyExpired = 0 } = explained;
    if (entry.shortfall !== shortfall || entry.alreadyExpired !== alreadyExpired)
      fail(
        "law 4",
        entry,
        `forgives ${entry.shortfall} and ${entry.alreadyExpired} had expired, not ${shortfall} and ${alreadyExpired}`,
      );
    const wanted = explained.moved.map((one) => [one.lot, one.points, one.expiresAt]);
    const found = entry.movements.map((one) => [
      one.lot,
      one.points,
      one.expiresAt === null ? null : new Date(one.expiresAt).getTime(),
    ]);
    if (JSON.stringify(wanted.sort(byText)) !== JSON.stringify(found.sort(byText)))
      fail("law 4", entry, `moves ${JSON.stringify(found)}, the laws ${JSON.stringify(wanted)}`);
  }

  function compareLots(changed: readonly MemberRow[], lots: readonly LotRow[]): void {
    const byMember = new Map<string, LotRow[]>();
    for (const lot of lots) byMember.set(lot.memberId, [...(byMember.get(lot.memberId) ?? []), lot]);
    for (const { memberId } of changed) {
      const wanted = booksOf(memberId).book.lots.map((lot) =>
        tellLot(lot, [lot.maturesAt, lot.expiresAt, lot.slide?.months, lot.slide?.roundUpTo]),
      );
      const found = (byMember.get(memberId) ?? []).map((lot) =>
        tellLot(
          {
            ...lot,
            id: `${lot.seq}.${lot.n}`,
            earnedAt: lot.earnedAt.getTime(),
            counted: lot.expiredReversed,
          },
          [lot.maturesAt?.getTime(), lot.expiresAt?.getTime(), lot.slideMonths, lot.slideRoundUp],
        ),
      );
      const missing = wanted.filter((one) => !found.includes(one));
      const extra = found.filter((one) => !wanted.includes(one));
      if (missing.length + extra.length > 0)
        throw new SimulationFailure(
          "law 4",
          `lots of ${memberId}: the books have ${extra.join(" | ")}, the laws ${missing.join(" | ")}`,
          memberId,
        );
    }
  }

  return { audit, booksOf, members, keys };
}

export type Auditor = ReturnType<typeof createAuditor>;

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function compareTotals(member: MemberRow, book: Book): void {
  const wanted = { balance: book.balance, pending: book.pending, deficit: book.deficit, lastSeq: book.seq };
  const { balance, pending, deficit, lastSeq } = member;
  if (JSON.stringify({ balance, pending, deficit, lastSeq }) !== JSON.stringify(wanted))
    throw new SimulationFailure(
      "law 3",
      `member ${member.memberId} has ${JSON.stringify({ balance, pending, deficit, lastSeq })}, not ${JSON.stringify(wanted)}`,
      member.memberId,
    );
}

export function fail(law: string, entry: EntryRow, detail: string): never {
  throw new SimulationFailure(
    law,
    `entry ${entry.seq} of ${entry.memberId} (${entry.key}) ${detail}`,
    entry.memberId,
  );
}

/** A lot on one line. What was taken back before it matured has no life any more: when it would have begun and ended matters to nobody. */
function tellLot(
  lot: Pick<ModelLot, "id" | "orderId" | "earnedAt" | "remaining" | "expired" | "counted" | "extended">,
  life: readonly [matures: number | null | undefined, ...unknown[]],
): string {
  const isGone = lot.remaining === 0 && life[0] != null;
  const { id, orderId, earnedAt, remaining, expired, counted, extended } = lot;
  return [id, orderId, earnedAt, ...(isGone ? [] : life), remaining, expired, counted, extended].join(" ");
}
