import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { isNewer, settleOrder } from "#app/domain/earning/settle-order.ts";
import {
  emailKeyOfBuyer,
  findBuyer,
  findGuest,
  followMerge,
} from "#app/domain/membership/resolve-members.ts";
import { emailKeyOf } from "#app/domain/membership/email-key.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import {
  type Account,
  type Accounts,
  closeAccounts,
  decideParticipation,
  learnCustomer,
  openAccounts,
  requireAccount,
} from "../points/accounts.ts";
import { closeGiving, openGiving } from "../points/giving.ts";
import { listLotsThatCount } from "../points/list-lots.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import { lockBuyers } from "./lock-buyers.ts";
import { mergeAccounts } from "../members/merge-accounts.ts";
import type { Clock, Ids, ShopRecord, Wake } from "../ports.ts";
import type { OrderWithCodes } from "../rewards/redemption-ports.ts";
import { contextOf, participationRule, settleAccount } from "../points/settle-account.ts";
import { bonusesOfRenamed, settleOrderBonuses } from "../occasions/settle-bonuses.ts";
import { welcomeMembers } from "../occasions/welcome-members.ts";

export type RecordOrderPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Pick<Wake, "metafields" | "redemptions">;
};

/** Enough orders for one transaction to be worth its round trips, few enough to hold locks for a moment only. */
const GROUP = 100;

/**
 * The one step in which every road ends: webhook, import, reconcile, file. Stores the newest state of each order and brings
 * its member's books into line with it. Idempotent: a state that is known, or older than what is known, changes nothing.
 */
export async function recordOrders(
  ports: RecordOrderPorts,
  shopId: string,
  facts: readonly OrderFacts[],
): Promise<void> {
  const inOrder = [...facts].sort(
    (a, b) =>
      a.processedAt.getTime() - b.processedAt.getTime() ||
      (a.orderId < b.orderId
        ? -1
        : a.orderId > b.orderId
          ? 1
          : a.updatedAt.getTime() - b.updatedAt.getTime()),
  );
  for (let start = 0; start < inOrder.length; start += GROUP) {
    const group = inOrder.slice(start, start + GROUP);
    const { hasCodes } = await ports.ledger.transaction((stores) =>
      recordGroup(stores, ports, shopId, group),
    );
    // Also before the launch: nothing is shown or sent then, but where members stand follows their orders.
    ports.wake.metafields(shopId);
    if (hasCodes) ports.wake.redemptions(shopId);
  }
}

/** What an order has to do with redemptions. */
function withCodes(facts: OrderFacts, record: OrderRecord | undefined): OrderWithCodes {
  const { cancelledAt = null, fullyRefundedAt = null, deletedAt = null } = record ?? {};
  return {
    ...{ orderId: facts.orderId, discountCodes: facts.discountCodes ?? [], at: facts.processedAt },
    isUndone: cancelledAt !== null || fullyRefundedAt !== null || deletedAt !== null,
  };
}

/** The id under which a row of an order export without `Id` is kept. */
function fileIdOf(facts: OrderFacts): string {
  return `csv:${facts.name}`;
}

async function recordGroup(
  stores: LedgerStores,
  ports: RecordOrderPorts,
  shopId: string,
  group: readonly OrderFacts[],
): Promise<{ readonly hasCodes: boolean }> {
  const now = ports.clock.now();
  const ids = [...new Set(group.flatMap((facts) => [facts.orderId, fileIdOf(facts)]))];
  const emailKeys = group.flatMap((facts) => emailKeyOfBuyer(facts) ?? []);
  await stores.orders.lock(shopId, { orderIds: ids, emailKeys });
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  const versions = await stores.programs.list(shopId);
  const known = await stores.orders.list(shopId, ids);
  const fromFile = group.filter(({ orderId }) => orderId.startsWith("csv:")).map(({ name }) => name);
  const knownNames = await stores.orders.listNamesKnownFromShopify(shopId, fromFile);

  const records = new Map(known.map((record) => [record.orderId, record]));
  const previousOf = (facts: OrderFacts) =>
    records.get(facts.orderId) ?? records.get(fileIdOf(facts)) ?? null;
  const isNews = (facts: OrderFacts) =>
    !(facts.orderId.startsWith("csv:") && knownNames.has(facts.name)) && isNewer(facts, previousOf(facts));
  const news = group.filter(isNews);
  if (news.length === 0) return { hasCodes: false };

  const members = await lockBuyers(stores, ports, shop, news, known);
  const accounts = openAccounts(
    members,
    await listLotsThatCount(
      stores,
      shopId,
      versions,
      members.map((one) => one.memberId),
    ),
  );
  const giving = await openGiving(stores, shopId, versions, [...accounts.keys()], now);
  const changes = new Map<string, { previous: OrderRecord | null; next: OrderRecord }>();
  const renamed: { from: string; to: string }[] = [];
  for (const facts of news) {
    const previous = previousOf(facts);
    // Two states of one order in this group: the first one may have made the second one old.
    if (!isNewer(facts, previous)) continue;
    const account = await accountOf(stores, shop, facts, previous, accounts, now);
    if (account !== null) {
      const day = businessDate(facts.processedAt, shop.timeZone);
      decideParticipation(account, participationRule(shop), {
        day,
        hasOrder: true,
        isNewOrder: previous === null,
      });
    }
    const owned = previous === null || account === null ? previous : withMember(previous, account);
    const isErased = account?.member.participation === "erased";
    const told = isErased ? { ...facts, customer: null, email: null } : facts;
    const settled = settleOrder(owned, told, contextOf(shop, versions, account, giving));
    if (previous !== null && previous.orderId !== facts.orderId) {
      records.delete(previous.orderId);
      renamed.push({ from: previous.orderId, to: facts.orderId });
      if (account !== null) await renameLots(stores, shopId, account, previous.orderId, facts.orderId);
    }
    records.set(facts.orderId, settled.next);
    const earlier = changes.get(previous?.orderId ?? facts.orderId);
    changes.delete(previous?.orderId ?? facts.orderId);
    changes.set(facts.orderId, {
      previous: earlier === undefined ? previous : earlier.previous,
      next: settled.next,
    });
    if (account !== null)
      settleAccount(account, owned, settled, { versions, timeZone: shop.timeZone, now, giving });
  }
  markHistory(
    shop,
    news,
    [...changes.values()].map(({ next }) => next),
    accounts,
  );
  const bonuses = await bonusesOfRenamed(stores, shopId, versions, renamed);
  await stores.orders.write(
    shopId,
    // Somebody may have been merged after one of their orders was settled.
    [...changes.values()].map(({ previous, next }) => ({
      previous,
      next: withPresentMember(next, accounts),
    })),
  );
  await stores.occasions.setHeldBonuses(shopId, bonuses);
  await settleOrderBonuses(stores, shop, versions, accounts, now);
  await welcomeMembers(stores, shop, versions, accounts, {
    now,
    joinedAt: joinedWith([...changes.values()]),
  });
  await closeAccounts(stores, shopId, accounts);
  const hasCodes = await stores.redemptions.followOrders(
    shopId,
    news.map((facts) => withCodes(facts, changes.get(facts.orderId)?.next)),
    now,
  );
  await closeGiving(stores, shopId, giving, now);
  return { hasCodes };
}

/** Of whom only orders from before the launch are told: history, which is silent (law 13). */
function markHistory(
  { launchedAt }: ShopRecord,
  news: readonly OrderFacts[],
  records: readonly OrderRecord[],
  accounts: Accounts,
): void {
  const isOld = ({ processedAt }: { readonly processedAt: Date }) =>
    launchedAt === null || processedAt < launchedAt;
  if (!news.some(isOld)) return;
  for (const account of accounts.values()) {
    const own = records.filter(({ memberId }) => memberId === account.member.memberId);
    account.isHistory = own.length > 0 && own.every(isOld);
  }
}

/** Who joins with an order joins when it was placed; a file tells of history. */
function joinedWith(changes: readonly { readonly next: OrderRecord }[]): (account: Account) => Date | null {
  return ({ member }) => {
    const own = changes.filter(({ next }) => next.memberId === member.memberId && next.origin === "shopify");
    const [first] = own.map(({ next }) => next.processedAt).sort((a, b) => a.getTime() - b.getTime());
    return first ?? null;
  };
}

function withMember(record: OrderRecord, account: Account): OrderRecord {
  return record.memberId === null ? record : { ...record, memberId: account.member.memberId };
}

function withPresentMember(record: OrderRecord, accounts: Accounts): OrderRecord {
  const member = record.memberId === null ? undefined : accounts.get(record.memberId)?.member;
  return member === undefined ? record : { ...record, memberId: member.mergedInto ?? member.memberId };
}

/**
 * Whose books an order belongs to. An order stays with its member; a member known by e-mail alone becomes the customer
 * when Shopify names one, and is merged into that customer where both exist.
 */
async function accountOf(
  stores: LedgerStores,
  shop: ShopRecord,
  facts: OrderFacts,
  previous: OrderRecord | null,
  accounts: Accounts,
  now: Date,
): Promise<Account | null> {
  const present = [...accounts.values()].map(({ member }) => member);
  const owner = previous?.memberId == null ? null : requireAccount(accounts, previous.memberId);
  const bought = findBuyer(facts, present);
  const stays = owner === null ? bought : followMerge(owner.member, present);
  if (stays === null) return null;
  let account = requireAccount(accounts, stays.memberId);
  const { customer } = facts;
  // What was erased stays so: the order is nobody's we know, and whoever bought again is somebody new (law 1).
  if (account.member.participation === "erased") return account;
  if (customer !== null) {
    const buyer = bought === null ? account : requireAccount(accounts, bought.memberId);
    if (account.member.customerId === null && buyer !== account) {
      await absorbGuest(stores, shop, account, buyer, now);
      account = buyer;
    }
    learnCustomer(account, customer, { at: facts.updatedAt, isFile: facts.origin === "csv" });
    const guest = findGuest(
      emailKeyOf(account.member.email),
      [...accounts.values()].map(({ member }) => member),
    );
    if (guest !== null && guest.memberId !== account.member.memberId) {
      await absorbGuest(stores, shop, requireAccount(accounts, guest.memberId), account, now);
    }
  }
  return account;
}

/** The orders that somebody placed by e-mail alone are the customer's with that e-mail. */
async function absorbGuest(
  stores: LedgerStores,
  shop: ShopRecord,
  guest: Account,
  customer: Account,
  at: Date,
): Promise<void> {
  await mergeAccounts(stores, shop.shopId, guest, customer, { what: guest.member.memberId, at });
}

/** Shopify's word on an order that a file told of: its lots go by the true id from now on. */
async function renameLots(
  stores: LedgerStores,
  shopId: string,
  account: Account,
  from: string,
  to: string,
): Promise<void> {
  await stores.points.renameOrder(shopId, account.member.memberId, from, to);
  account.books = {
    ...account.books,
    lots: account.books.lots.map((lot) => (lot.orderId === from ? { ...lot, orderId: to } : lot)),
  };
}
