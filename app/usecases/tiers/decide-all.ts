import type { Day } from "#app/domain/shared/calendar.ts";
import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { StandingLadder } from "./read-ladder.ts";
import type { TierReview } from "./tier-store-ports.ts";

/** Members that are looked up at once: one pass over what everybody has bought. */
const FOUND = 100_000;
/** Members a transaction: each is a few short statements, so that nobody's order waits long for the review. */
const ROUND = 2_000;

/** What is to be decided of all members of a shop. */
export type SetTask = StandingLadder & {
  readonly now: Date;
  readonly today: Day;
  /** null: the review of a day; else members are brought to the ladder. */
  readonly losers: Losers | null;
  readonly silent: boolean;
  /** How far it has come, and that it is done, as the shop's row notes it. */
  readonly progress: (doneUntil: string) => TierReview;
  readonly done: TierReview;
};

/**
 * Decides on all members at once. Who changes is found by one statement without a lock, then locked, decided on once more and
 * written, some thousands a transaction; so an order that comes in between counts. `find` says anew in every transaction what is
 * to be done, so that a publication in between is heard of; null = nothing. @returns how many moved.
 */
export async function decideAll(
  { ledger }: { readonly ledger: Ledger },
  shopId: string,
  find: (stores: LedgerStores) => Promise<SetTask | null>,
): Promise<number> {
  let moved = 0;
  for (;;) {
    const found = await ledger.transaction(async (stores) => {
      const task = await find(stores);
      if (task === null) return null;
      const after = task.review.doneUntil;
      return { task, memberIds: await stores.tiers.listChanging(shopId, decisionOf(task), after, FOUND) };
    });
    if (found === null) return moved;
    const { task, memberIds } = found;
    const isLast = memberIds.length < FOUND;
    for (let start = 0; start < memberIds.length || (isLast && start === 0); start += ROUND) {
      const round = memberIds.slice(start, start + ROUND);
      const isDone = isLast && start + ROUND >= memberIds.length;
      const count = await ledger.transaction((stores) =>
        decideRound(stores, shopId, { find, task, round, isDone }),
      );
      // Another ladder, or another day: what was found is out of date.
      if (count === null) break;
      moved += count;
    }
  }
}

async function decideRound(
  stores: LedgerStores,
  shopId: string,
  {
    find,
    task,
    round,
    isDone,
  }: {
    readonly find: (stores: LedgerStores) => Promise<SetTask | null>;
    readonly task: SetTask;
    readonly round: readonly string[];
    readonly isDone: boolean;
  },
): Promise<number | null> {
  const present = await find(stores);
  if (present === null || present.version !== task.version || present.today !== task.today) return null;
  const { now, version, silent, review } = present;
  const moved = await stores.tiers.decideSet(shopId, decisionOf(present), round, {
    ...{ now, programVersion: version, silent, liveFrom: review.liveFrom },
  });
  const last = round.at(-1);
  if (isDone) await stores.tiers.noteProgress(shopId, present.done);
  else if (last !== undefined) await stores.tiers.noteProgress(shopId, present.progress(last));
  return moved;
}

function decisionOf({ ladder, shop, today, losers }: SetTask) {
  return { ladder, currency: shop.currency, timeZone: shop.timeZone, today, losers };
}
