import { decimalTail } from "#app/domain/shared/ids.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { closeAccounts, openAccounts, requireAccount } from "../points/accounts.ts";
import type { Ledger, Member } from "../ledger-ports.ts";
import { mergeAccounts } from "./merge-accounts.ts";
import { blankMember } from "./new-member.ts";
import type { Clock, Ids, Wake } from "../ports.ts";
import { settleOrderBonuses } from "../occasions/settle-bonuses.ts";

export type MergePorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Pick<Wake, "metafields">;
};

const ATTEMPTS = 5;

/**
 * Shopify has merged one customer into another (law 12). Whoever of the two is not known yet gets a row, so that orders
 * which are told later, under the old customer, find their way. Told twice, it happens once.
 */
export async function mergeCustomers(
  ports: MergePorts,
  shopId: string,
  merge: { readonly keptId: string; readonly deletedId: string },
): Promise<void> {
  await ports.ledger.transaction(async (stores) => {
    const now = ports.clock.now();
    const shop = await stores.shops.get(shopId);
    invariant(shop !== null, `${shopId} is installed`);
    const customerIds = [merge.keptId, merge.deletedId];
    let members: Member[] = [];
    for (let attempt = 1; ; attempt++) {
      members = await stores.members.lock(shopId, { customerIds });
      const missing = customerIds.filter((id) => !members.some(({ customerId }) => customerId === id));
      const made = missing.map((customerId) => ({
        ...blankMember(ports.ids.next(now), businessDate(now, shop.timeZone)),
        customerId,
      }));
      if (await stores.members.insert(shopId, made)) {
        members = [...members, ...made];
        break;
      }
      invariant(attempt < ATTEMPTS, `the customers of a merge in ${shopId} kept changing`);
    }
    const find = (customerId: string) => members.find((member) => member.customerId === customerId);
    const deleted = find(merge.deletedId);
    const named = find(merge.keptId);
    invariant(deleted !== undefined && named !== undefined, "both customers have their rows");
    const kept = members.find(({ memberId }) => memberId === named.mergedInto) ?? named;
    if (deleted.participation === "merged" || deleted.memberId === kept.memberId) return;
    const pair = [deleted.memberId, kept.memberId];
    const accounts = openAccounts(members, await stores.points.listLots(shopId, pair));
    await mergeAccounts(
      stores,
      shopId,
      requireAccount(accounts, deleted.memberId),
      requireAccount(accounts, kept.memberId),
      {
        what: decimalTail(merge.deletedId),
        at: now,
      },
    );
    // What both have bought together is nothing that the survivor has just done (law 13).
    requireAccount(accounts, kept.memberId).isHistory = true;
    await settleOrderBonuses(stores, shop, await stores.programs.list(shopId), accounts, now);
    await closeAccounts(stores, shopId, accounts);
  });
  ports.wake.metafields(shopId);
}
