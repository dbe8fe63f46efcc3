import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { settleDeletion } from "#app/domain/earning/settle-deletion.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { closeAccounts, openAccounts, requireAccount } from "../points/accounts.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";
import { settleAccount } from "../points/settle-account.ts";
import { settleOrderBonuses } from "../occasions/settle-bonuses.ts";

/** An order of which only its deletion was heard: whatever is told of it later stays deleted. */
function tombstone(orderId: string, at: Date, timeZone: string): OrderRecord {
  return {
    ...{ orderId, name: "", memberId: null, customerId: null, source: null, origin: "shopify" },
    ...{ processedAt: at, businessDate: businessDate(at, timeZone), updatedAt: new Date(0) },
    ...{
      paidAt: null,
      fulfilledAt: null,
      cancelledAt: null,
      deletedAt: null,
      fullyRefundedAt: null,
      earnedAt: null,
    },
    ...{ test: false, financialStatus: "pending", isPurchase: false },
    ...{ goodsMinor: 0n, goodsLeftMinor: 0n, taxMinor: 0n, shippingMinor: 0n, totalMinor: 0n },
    ...{ refundedMinor: 0n, storeCreditMinor: 0n },
    ...{
      programVersion: null,
      unearned: null,
      earnedBy: null,
      earnedPoints: 0,
      keptPoints: 0,
      countsFrom: null,
      edits: 0,
      lines: [],
      changes: [],
    },
  };
}

/** The merchant deleted an order: everything it kept goes, once. */
export async function deleteOrder(
  ports: {
    readonly ledger: Ledger;
    readonly clock: Clock;
    readonly wake: Pick<Wake, "metafields" | "redemptions">;
  },
  shopId: string,
  orderId: string,
  at: Date,
): Promise<void> {
  await ports.ledger.transaction(async (stores) => {
    await stores.orders.lock(shopId, { orderIds: [orderId] });
    const shop = await stores.shops.get(shopId);
    invariant(shop !== null, `${shopId} is installed`);
    const versions = await stores.programs.list(shopId);
    const [known] = await stores.orders.list(shopId, [orderId]);
    const settled = settleDeletion(known ?? tombstone(orderId, at, shop.timeZone), at);
    const memberIds = known?.memberId == null ? [] : [known.memberId];
    const members = await stores.members.lock(shopId, { memberIds });
    const accounts = openAccounts(members, await stores.points.listLots(shopId, memberIds));
    if (known?.memberId != null) {
      const context = { versions, timeZone: shop.timeZone, now: ports.clock.now(), giving: null };
      settleAccount(requireAccount(accounts, known.memberId), known, settled, context);
    }
    await stores.orders.write(shopId, [{ previous: known ?? null, next: settled.next }]);
    await settleOrderBonuses(stores, shop, versions, accounts, ports.clock.now());
    await closeAccounts(stores, shopId, accounts);
    const undone = { orderId, discountCodes: [], at, isUndone: true };
    await stores.redemptions.followOrders(shopId, [undone], ports.clock.now());
  });
  ports.wake.metafields(shopId);
  ports.wake.redemptions(shopId);
}
