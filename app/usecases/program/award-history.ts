import { awardOrder } from "#app/domain/earning/award-order.ts";
import { lacksTraits, type ProductFacts, withTraits } from "#app/domain/earning/product-facts.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { type Accounts, closeAccounts, openAccounts, requireAccount } from "../points/accounts.ts";
import { isAsked, lookUpProducts, type ProductPorts } from "../orders/complete-products.ts";
import { closeGiving, openGiving } from "../points/giving.ts";
import { listLotsThatCount } from "../points/list-lots.ts";
import { stagedRule } from "../imports/import-steps.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { Clock, ShopRecord, Wake } from "../ports.ts";
import { contextOf, settleAccount } from "../points/settle-account.ts";
import { settleOrderBonuses } from "../occasions/settle-bonuses.ts";

export type AwardPorts = ProductPorts & {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

const MEMBERS_AT_ONCE = 100;
const MEMBERS_IN_A_SET = 5_000;
/** For so few members the working tables are not worth their making. */
const FEW = 50;

/**
 * Orders that were recorded before there was a program earn by its first version, silently (law 13). Killed in the middle
 * it goes on where it stopped: what has earned does not wait any more. Refused when Shopify has to say what products are
 * and can't be asked: what is left waits for the next reconcile.
 */
export async function awardHistory(ports: AwardPorts, shopId: string): Promise<Outcome<null>> {
  await awardSets(ports, shopId, FEW);
  return awardOneByOne(ports, shopId);
}

/** Where one statement computes what the program gives, the simple orders of members whose books need only an addition. */
export async function awardSets(ports: AwardPorts, shopId: string, fewest: number): Promise<void> {
  const campaigns = await ports.knownProducts.listCampaignTerms(shopId);
  for (let after: string | null = null; ;) {
    const from: string | null = after;
    after = await ports.ledger.transaction(async (stores) => {
      // No order is recorded singly meanwhile, and no setting changes.
      await stores.programs.lock(shopId);
      const shop = await stores.shops.get(shopId);
      invariant(shop !== null, `${shopId} is installed`);
      const [first] = await stores.programs.list(shopId);
      const rule = stagedRule(shop, first ?? null, campaigns.length > 0);
      if (rule === null || rule.defers) return null;
      const memberIds = await stores.history.listAwaiting(shopId, from, MEMBERS_IN_A_SET);
      if (from === null && memberIds.length < fewest) return null;
      if (memberIds.length > 0) await stores.history.award(shop, rule, memberIds, ports.clock.now());
      return memberIds.at(-1) ?? null;
    });
    if (after === null) return;
  }
}

/** The ledger's own road, on which everything can be awarded. */
export async function awardOneByOne(ports: AwardPorts, shopId: string): Promise<Outcome<null>> {
  let after: string | null = null;
  for (;;) {
    const products = await lookUpGroup(ports, shopId, after);
    if (!products.ok) return products;
    const done: { last: string | null; shop: ShopRecord } = await ports.ledger.transaction((stores) =>
      awardGroup(stores, ports, shopId, after, products.value),
    );
    if (done.last === null) {
      if (done.shop.launchedAt !== null) ports.wake.metafields(shopId);
      return accept(null);
    }
    after = done.last;
  }
}

/** What the products of the next members' orders are, where the program asks for it. Shopify is never asked inside a transaction. */
async function lookUpGroup(
  ports: AwardPorts,
  shopId: string,
  after: string | null,
): Promise<Outcome<ReadonlyMap<string, ProductFacts | null>>> {
  const asking = await ports.ledger.transaction(async (stores) => {
    const versions = await stores.programs.list(shopId);
    if (versions.length === 0) return null;
    return { versions, waiting: await stores.orders.listAwaitingProgram(shopId, after, MEMBERS_AT_ONCE) };
  });
  const lines = asking?.waiting.flatMap((order) => order.lines.filter(lacksTraits)) ?? [];
  if (asking === null || lines.length === 0 || !(await isAsked(ports, shopId, asking.versions)))
    return accept(new Map<string, ProductFacts | null>());
  return lookUpProducts(
    ports,
    shopId,
    lines.flatMap(({ productId }) => productId ?? []),
  );
}

async function awardGroup(
  stores: LedgerStores,
  ports: AwardPorts,
  shopId: string,
  after: string | null,
  products: ReadonlyMap<string, ProductFacts | null>,
) {
  const now = ports.clock.now();
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  if ((await stores.programs.getCurrent(shopId)) === null) return { last: null, shop };
  const waiting = await stores.orders.listAwaitingProgram(shopId, after, MEMBERS_AT_ONCE);
  const orderIds = waiting.map(({ orderId }) => orderId);
  if (waiting.length === 0) return { last: null, shop };

  await stores.orders.lock(shopId, { orderIds });
  const versions = await stores.programs.list(shopId);
  const orders = new Map(
    (await stores.orders.list(shopId, orderIds)).map((record) => [record.orderId, record]),
  );
  const memberIds = [...new Set(waiting.flatMap(({ memberId }) => memberId ?? []))];
  const members = await stores.members.lock(shopId, { memberIds });
  const accounts: Accounts = openAccounts(
    members,
    await listLotsThatCount(
      stores,
      shopId,
      versions,
      members.map((one) => one.memberId),
    ),
  );
  const giving = await openGiving(stores, shopId, versions, memberIds, now);
  const changes = orderIds.flatMap((orderId) => {
    const previous = orders.get(orderId);
    if (previous?.memberId == null) return [];
    const account = requireAccount(accounts, previous.memberId);
    const known = { ...previous, lines: previous.lines.map((line) => withTraits(line, products)) };
    const settled = awardOrder(known, contextOf(shop, versions, account, giving));
    settleAccount(account, previous, settled, { versions, timeZone: shop.timeZone, now, giving });
    return [{ previous, next: settled.next }];
  });
  await stores.orders.write(shopId, changes);
  await settleOrderBonuses(stores, shop, versions, accounts, now);
  await closeAccounts(stores, shopId, accounts);
  await closeGiving(stores, shopId, giving, now);
  return { last: memberIds.at(-1) ?? null, shop };
}
