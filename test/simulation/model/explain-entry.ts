import { SimulationFailure } from "../failure.ts";
import type { AuditedWorld } from "./auditor.ts";
import type { Expiry } from "#app/domain/program/program-body.ts";
import {
  AWAITING,
  type Book,
  inSpendOrder,
  isOver,
  type ModelLot,
  type Movement,
  put,
  type Slide,
  spendable,
  take,
} from "./book.ts";
import { dayOf, endOf, expiryOf } from "./calendar.ts";
import { arrive, leave } from "./merging.ts";
import { release, spendableFrom } from "./holding.ts";
import { stayAlive } from "./inactivity.ts";
import { expiryIn } from "./tier-held.ts";
import { takeBack } from "./reversal.ts";
import type { EntryRow } from "./rows.ts";

export type Explained = {
  readonly moved: Movement[];
  readonly shortfall?: number;
  readonly alreadyExpired?: number;
};

export type Question = {
  readonly world: AuditedWorld;
  readonly memberId: string;
  /** Changed by what the entry stands for. */
  readonly book: Book;
  readonly entry: EntryRow;
  readonly entries: readonly EntryRow[];
  /** What was taken of somebody comes back to whom they were merged into. */
  readonly everybody: ReadonlyMap<string, { readonly book: Book; readonly entries: readonly EntryRow[] }>;
  readonly onTheWay: Map<string, { lots: ModelLot[]; deficit: number }>;
};

/** Does to the book what the laws say that this fact does, and says what moved. */
export function explain(question: Question): Explained {
  const { entry, book } = question;
  const told = book.lots.filter((lot) =>
    entry.movements.some((one) => one.lot === lot.id && (one.expiresAt !== null || entry.kind === "mature")),
  );
  release(question, (orderId) => told.some((lot) => lot.orderId === orderId));
  switch (entry.kind) {
    case "earn":
      return entry.sourceType === "tier" ? enterTier(question) : earn(question);
    case "reverse":
      return reverse(question);
    case "expire":
      return expire(question);
    case "mature":
      return mature(question);
    case "adjust":
      return entry.sourceType === "entry" ? undo(question) : adjust(question);
    case "redeem":
      return redeem(question);
    case "return":
      return comeBack(question);
    case "transfer":
      return entry.key.endsWith("/out") ? leave(question) : arrive(question);
    default:
      throw new SimulationFailure("model", `knows no entry of kind ${entry.kind}`);
  }
}

function wrong(entry: EntryRow, law: string, detail: string): never {
  throw new SimulationFailure(
    law,
    `entry ${entry.seq} of ${entry.memberId} (${entry.key}) ${detail}`,
    entry.memberId,
  );
}

function bodyOf({ world, entry }: Question) {
  const found = world.versions.find(({ version }) => version === entry.programVersion);
  if (found === undefined) wrong(entry, "law 5", `names the version ${entry.programVersion}`);
  return found.body;
}

function orderOf({ world, entry }: Question): string {
  if (entry.sourceType === "order") return entry.sourceId;
  const orderId = entry.sourceType === "refund" ? world.orderOfRefund(entry.sourceId) : null;
  return (
    orderId ?? wrong(entry, "law 2", `comes of ${entry.sourceType} ${entry.sourceId}, which no order has`)
  );
}

/** Whatever an order earns lives from the moment at which it earned first, or from the end of the days that it is held. */
function earn(question: Question): Explained {
  const { book, entry, world } = question;
  const orderId = orderOf(question);
  const { earning, expiry: usual } = bodyOf(question);
  const moments = world.momentsOf(orderId);
  const earnedAt = moments.earnedAt ?? wrong(entry, "law 5", "earns for an order that has not");
  // Whether it was known to be fulfilled by then the entry decides: it tells an end, or points that can be spent.
  const isTold = entry.pendingPoints === 0 || entry.movements.some((one) => one.expiresAt !== null);
  const fulfilledAt = isTold ? moments.fulfilledAt : null;
  const from = spendableFrom({ ...moments, earnedAt, fulfilledAt }, earning, world.timeZone);
  const { expiry, end } = lifeIn(question, usual, earnedAt, from);
  const moved = put(book, {
    ...{ id: `${entry.seq}.1`, orderId, earnedAt: earnedAt.getTime() },
    maturesAt: from === null ? AWAITING : from > world.now ? from.getTime() : null,
    expiresAt: end,
    remaining: entry.points + entry.pendingPoints,
    ...{ extended: false, slide: slideOf(expiry), version: entry.programVersion },
  });
  stayAlive(book, earnedAt.getTime(), world.timeZone);
  return { moved };
}

/** How long what was earned at a moment lives, by the tier that was held then; of two that may have been, the one that the entry, or its lot, tells. */
function lifeIn({ world, entry, memberId }: Question, usual: Expiry, earnedAt: Date, from: Date | null) {
  const lives = world.tiersAt(entry.programVersion, memberId, earnedAt).map((tier) => {
    const expiry = expiryIn(tier, usual);
    return {
      expiry,
      end: from === null ? null : (expiryOf(from, expiry, world.timeZone)?.getTime() ?? null),
    };
  });
  const told = entry.movements[0]?.expiresAt ?? null;
  const fitting = lives.filter(({ end }) => end === (told === null ? null : new Date(told).getTime()));
  const lot = world.lotTold(memberId, `${entry.seq}.1`);
  return (
    fitting.find(({ expiry }) => (slideOf(expiry)?.months ?? null) === lot?.slideMonths) ??
    fitting[0] ??
    lives[0]!
  );
}

/** Points for reaching a tier: once a member and tier, also over those who were merged into the member. */
function enterTier(question: Question): Explained {
  const { entry, everybody, memberId, world } = question;
  const { tiers, expiry } = bodyOf(question);
  const tier = tiers?.ladder.find(({ id }) => id === entry.sourceId);
  if (tier?.entryPoints !== entry.points)
    wrong(entry, "tiers", `gives ${entry.points} for ${entry.sourceId}`);
  const suffix = `/${entry.sourceId}/entry`;
  for (const gone of world.mergedInto(memberId))
    if (everybody.get(gone)?.entries.some(({ key }) => key === `tier:${gone}${suffix}`))
      wrong(entry, "tiers", `was given to ${gone} before`);
  return give(question, expiry);
}

/** Points that can be spent at once and live as the program says. */
function give(question: Question, usual: Expiry): Explained {
  const { book, entry, world } = question;
  const { expiry, end } = lifeIn(question, usual, entry.at, entry.at);
  const moved = put(book, {
    ...{ id: `${entry.seq}.1`, orderId: null, earnedAt: entry.at.getTime(), maturesAt: null },
    ...{ expiresAt: end, slide: slideOf(expiry) },
    ...{ remaining: entry.points, extended: false, version: entry.programVersion },
  });
  stayAlive(book, entry.at.getTime(), world.timeZone);
  return { moved };
}

const slideOf = (expiry: Expiry): Slide | null =>
  expiry.mode === "inactivity" ? { months: expiry.months, roundUpTo: expiry.roundUpTo } : null;

function reverse(question: Question): Explained {
  const { book, entry } = question;
  const asked = -(entry.points + entry.pendingPoints) + entry.shortfall + entry.alreadyExpired;
  if (asked <= 0) wrong(entry, "law 6", `takes ${asked}`);
  return takeBack(book, orderOf(question), asked, bodyOf(question).refunds, entry.at.getTime());
}

function ownLot({ book, entry, memberId }: Question): ModelLot {
  const lot = book.lots.find(({ id }) => `${memberId}-${id}` === entry.sourceId);
  return lot ?? wrong(entry, "law 2", "names a lot that is not there");
}

function expire(question: Question): Explained {
  const { entry, world } = question;
  const lot = ownLot(question);
  if (lot.expiresAt === null || lot.expiresAt !== entry.at.getTime() || lot.expiresAt > world.now.getTime())
    wrong(entry, "law 4", `expires a lot that ends at ${lot.expiresAt} at ${entry.at.getTime()}`);
  if (lot.remaining === 0) wrong(entry, "law 4", "expires a lot that is empty");
  const points = lot.remaining;
  lot.remaining = 0;
  lot.expired += points;
  return { moved: [{ lot: lot.id, points: -points, expiresAt: lot.expiresAt }] };
}

function mature(question: Question): Explained {
  const { book, entry, world } = question;
  const lot = ownLot(question);
  if (lot.maturesAt === null || lot.maturesAt > world.now.getTime())
    wrong(entry, "law 4", "matures too early");
  const points = lot.remaining;
  const repaid = Math.min(book.deficit, points);
  book.deficit -= repaid;
  lot.maturesAt = null;
  lot.remaining = points - repaid;
  const { expiresAt } = lot;
  return {
    moved: [
      { lot: lot.id, points: -points, expiresAt },
      ...(repaid < points ? [{ lot: lot.id, points: points - repaid, expiresAt }] : []),
    ],
  };
}

/** Takes points that can be spent now, in the order of spending. */
function spend({ book, entry }: Question, points: number): Explained {
  const now = entry.at.getTime();
  if (spendable(book, now) < points) wrong(entry, "law 7", `takes ${points} of ${spendable(book, now)}`);
  const open = book.lots.filter((lot) => lot.maturesAt === null && !isOver(lot, now));
  return { moved: take(inSpendOrder(open), points).moved };
}

function adjust(question: Question): Explained {
  const { book, entry, world } = question;
  const asked = world.adjustmentOf(entry.key);
  if (asked === null) wrong(entry, "law 2", "was never asked for");
  if (entry.points !== asked.points) wrong(entry, "law 2", `gives ${entry.points}, not ${asked.points}`);
  if (asked.points < 0) return spend(question, -asked.points);
  const current = world.versions.findLast(({ publishedAt }) => publishedAt <= entry.at);
  const expiresAt =
    asked.expiresAt !== undefined
      ? asked.expiresAt
      : current === undefined
        ? null
        : expiryOf(entry.at, current.body.expiry, world.timeZone);
  const lot = {
    id: `${entry.seq}.1`,
    orderId: null,
    earnedAt: entry.at.getTime(),
    maturesAt: null,
    extended: false,
    slide: asked.expiresAt === undefined && current !== undefined ? slideOf(current.body.expiry) : null,
    version: null,
  };
  const moved = put(book, { ...lot, expiresAt: expiresAt?.getTime() ?? null, remaining: asked.points });
  stayAlive(book, lot.earnedAt, world.timeZone);
  return { moved };
}

function redeem(question: Question): Explained {
  const { entry, book, world } = question;
  if (entry.points >= 0) wrong(entry, "law 8", `takes ${-entry.points}`);
  // Before they are taken, so that points that come back have the life that this gives them.
  stayAlive(book, entry.at.getTime(), world.timeZone);
  return spend(question, -entry.points);
}

/** A redemption's points come back to the lots that they were taken from. */
function comeBack(question: Question): Explained {
  const { entry, everybody } = question;
  const key = entry.key.replace(/return$/, "redeem");
  for (const { book, entries } of everybody.values()) {
    const taken = entries.find((one) => one.key === key);
    if (taken !== undefined) return giveBack(question, taken, book);
  }
  return wrong(entry, "law 8", "gives back what nobody took");
}

function undo(question: Question): Explained {
  const { entry, entries } = question;
  const undone = entries.find(({ seq }) => seq === entry.correctsSeq);
  if (undone?.sourceType !== "adjustment") wrong(entry, "law 1", `corrects entry ${entry.correctsSeq}`);
  return undone.points > 0 ? spend(question, undone.points) : giveBack(question, undone, question.book);
}

/** Law 4: with the expiry they had but, once per lot, not before the end of the 30th day after. */
function giveBack({ book, entry, world }: Question, taken: EntryRow, of: Book): Explained {
  const grace = endOf(dayOf(entry.at, world.timeZone).add({ days: 30 }), world.timeZone).getTime();
  const moved: Movement[] = [];
  for (const movement of taken.movements.filter(({ points }) => points < 0)) {
    const origin = of.lots.find(({ id }) => id === movement.lot);
    if (origin === undefined) wrong(entry, "law 4", `gives back to lot ${movement.lot}`);
    const isMoved = !origin.extended && origin.expiresAt !== null && origin.expiresAt < grace;
    moved.push(
      ...put(book, {
        ...origin,
        id: `${entry.seq}.${moved.length + 1}`,
        remaining: -movement.points,
        maturesAt: null,
        extended: origin.extended || isMoved,
        expiresAt: isMoved ? grace : origin.expiresAt,
      }),
    );
  }
  return { moved };
}
