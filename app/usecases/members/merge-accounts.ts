import { hasSomethingToMove, transfer } from "#app/domain/points/transfer.ts";
import { type Account, bringUpToDate, post } from "../points/accounts.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import { mergeTiers } from "../tiers/merge-tiers.ts";

/** The later of two days, where there is one. */
function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

/**
 * One customer became part of another (law 12): open lots move by a pair of entries that keep expiry, earn day, order and
 * pending; a deficit, orders and figures follow; both histories stay readable. `what`: the deleted customer, in the key.
 */
export async function mergeAccounts(
  stores: LedgerStores,
  shopId: string,
  from: Account,
  into: Account,
  merge: { readonly what: string; readonly at: Date },
): Promise<void> {
  // A guest is taken in while orders are still being told: the next one may have kept sliding points alive.
  bringUpToDate(from, merge.at, "sliding");
  bringUpToDate(into, merge.at, "sliding");
  if (hasSomethingToMove(from.books)) {
    const { at, what } = merge;
    const reason = "customers-merged";
    const input = `${from.member.memberId}>${into.member.memberId}`;
    const moved = transfer(from.books, into.books, {
      out: {
        key: `merge:${what}/out`,
        input,
        at,
        reason,
        source: { type: "member", id: into.member.memberId },
      },
      in: {
        key: `merge:${what}/in`,
        input,
        at,
        reason,
        source: { type: "member", id: from.member.memberId },
      },
    });
    post(from, { books: moved.out.books, entries: [moved.out.entry] });
    post(into, { books: moved.in.books, entries: [moved.in.entry] });
  }
  const [gone, kept] = [from.member, into.member];
  const takesPart = gone.participation === "member" && kept.participation === "outside";
  into.member = {
    ...kept,
    participation: takesPart ? "member" : kept.participation,
    joinedOn:
      gone.participation === "member" && gone.joinedOn < kept.joinedOn ? gone.joinedOn : kept.joinedOn,
    earnedTotal: kept.earnedTotal + gone.earnedTotal,
    ordersCount: kept.ordersCount + gone.ordersCount,
    spentMinor: kept.spentMinor + gone.spentMinor,
    lastOrderOn: later(kept.lastOrderOn, gone.lastOrderOn),
  };
  from.member = {
    ...gone,
    ...{ participation: "merged", mergedInto: kept.memberId },
    ...{ earnedTotal: 0, ordersCount: 0, spentMinor: 0n, lastOrderOn: null },
  };
  await stores.orders.moveToMember(shopId, gone.memberId, kept.memberId);
  await stores.redemptions.moveToMember(shopId, gone.memberId, kept.memberId);
  await stores.occasions.followMerge(shopId, gone.memberId, kept.memberId);
  await mergeTiers(stores, shopId, gone.memberId, kept.memberId, merge.at);
  await stores.members.repoint(shopId, gone.memberId, kept.memberId);
}
