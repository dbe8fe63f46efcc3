import { bringUpToDate, closeAccounts, openAccounts } from "./accounts.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import { inRounds } from "../in-rounds.ts";
import type { Clock, Wake } from "../ports.ts";

/** Due lots that are looked up at once. */
const LOTS = 500_000;
/** Members at once. */
const ROUND = 2_000;

/**
 * Matures and expires every lot whose day has come. Nothing depends on when it runs: what is expired can't be spent before
 * either, and whoever touches a member's books lets come due first.
 */
export async function expirePoints(
  ports: { readonly ledger: Ledger; readonly clock: Clock; readonly wake: Pick<Wake, "metafields"> },
  shopId: string,
): Promise<void> {
  const now = ports.clock.now();
  let before: readonly string[] = [];
  for (;;) {
    const due = await ports.ledger.transaction((stores) => stores.sweeps.listDue(shopId, now, LOTS));
    // The same members again: another sweep has them in its hands.
    if (due.length === 0 || due.join() === before.join()) break;
    before = due;
    await inRounds(due, ROUND, (memberIds) =>
      ports.ledger.transaction((stores) => sweep(stores, shopId, memberIds, now)),
    );
  }
  if (before.length > 0) ports.wake.metafields(shopId);
}

/** What a set-based statement can't settle, such as a debt to repay, goes the way of the domain. */
async function sweep(
  stores: LedgerStores,
  shopId: string,
  memberIds: readonly string[],
  now: Date,
): Promise<void> {
  const left = await stores.sweeps.comeDue(shopId, now, memberIds);
  if (left.length === 0) return;
  const members = await stores.members.lock(shopId, { memberIds: left });
  const ids = members.map(({ memberId }) => memberId);
  const accounts = openAccounts(members, await stores.points.listLots(shopId, ids));
  for (const account of accounts.values()) bringUpToDate(account, now);
  await closeAccounts(stores, shopId, accounts);
}
