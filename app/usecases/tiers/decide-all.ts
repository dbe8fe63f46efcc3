import type { Day } from "#app/domain/shared/calendar.ts";
import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import { inRounds } from "../in-rounds.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { StandingLadder } from "./read-ladder.ts";
import type { ChangingMember, TierReview } from "./tier-store-ports.ts";

/** Members that are looked up at once: one pass over what everybody has bought. */
const FOUND = 100_000;
/** Members a transaction. */
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

type Find = (stores: LedgerStores) => Promise<SetTask | null>;

/**
 * Decides on all members at once. Who changes is found by one statement without a lock, then locked, decided on once more and
 * written, some thousands a transaction; so an order that comes in between counts. Killed in the middle it finds the others: who was
 * decided on does not change any more. `find` says anew in every transaction what is to be done, so that a publication in between is
 * heard of; null = nothing. @returns how many moved.
 */
export async function decideAll(
  { ledger }: { readonly ledger: Ledger },
  shopId: string,
  find: Find,
): Promise<number> {
  let moved = 0;
  for (;;) {
    const found = await ledger.transaction(async (stores) => {
      const task = await find(stores);
      if (task === null) return null;
      const after = task.review.doneUntil;
      return { task, members: await stores.tiers.listChanging(shopId, decisionOf(task), after, FOUND) };
    });
    if (found === null) return moved;
    const { task, members } = found;
    moved += await decideRounds(ledger, shopId, { find, task, members });
    await ledger.transaction(async (stores) => {
      const present = await stillThe(task, find, stores);
      const last = members.length < FOUND ? undefined : members.at(-1)?.memberId;
      if (present === null) return;
      await stores.tiers.noteProgress(shopId, last === undefined ? present.done : present.progress(last));
    });
  }
}

async function decideRounds(
  ledger: Ledger,
  shopId: string,
  {
    find,
    task,
    members,
  }: { readonly find: Find; readonly task: SetTask; readonly members: readonly ChangingMember[] },
): Promise<number> {
  let moved = 0;
  await inRounds(members, ROUND, async (some) => {
    const count = await ledger.transaction(async (stores) => {
      const present = await stillThe(task, find, stores);
      if (present === null) return 0;
      const { now, version, silent, review } = present;
      const moves = { now, programVersion: version, silent, liveFrom: review.liveFrom };
      return stores.tiers.decideSet(shopId, decisionOf(present), some, moves);
    });
    moved += count;
  });
  return moved;
}

/** null: another ladder, or another day; what was found is out of date. */
async function stillThe(task: SetTask, find: Find, stores: LedgerStores): Promise<SetTask | null> {
  const present = await find(stores);
  return present?.version === task.version && present.today === task.today ? present : null;
}

function decisionOf({ ladder, shop, today, losers }: SetTask) {
  return { ladder, currency: shop.currency, timeZone: shop.timeZone, today, losers };
}
