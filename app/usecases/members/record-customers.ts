import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import { emailKeyOf } from "#app/domain/membership/email-key.ts";
import { findBuyer, findGuest } from "#app/domain/membership/resolve-members.ts";
import { ownTags } from "#app/domain/tiers/tier-marks.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import {
  type Accounts,
  closeAccounts,
  decideParticipation,
  learnCustomer,
  openAccounts,
  requireAccount,
} from "../points/accounts.ts";
import type { Ledger, LedgerStores, Member } from "../ledger-ports.ts";
import { mergeAccounts } from "./merge-accounts.ts";
import { blankMember } from "./new-member.ts";
import type { Clock, Ids, ShopRecord, Wake } from "../ports.ts";
import { participationRule } from "../points/settle-account.ts";
import { settleOrderBonuses } from "../occasions/settle-bonuses.ts";
import { welcomeMembers } from "../occasions/welcome-members.ts";

export type RecordCustomerPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Pick<Wake, "metafields">;
};

const ATTEMPTS = 5;

/** `at`: since when the customer is so; left out = it is what Shopify says now. */
export type CustomerNews = CustomerFacts & { readonly at?: Date };

/**
 * The newest word on these customers, in any number: who they are and, by the shop's rule, whether they take part. Somebody
 * known by e-mail alone becomes the customer with that e-mail.
 */
export async function recordCustomers(
  ports: RecordCustomerPorts,
  shopId: string,
  customers: readonly CustomerNews[],
): Promise<void> {
  if (customers.length === 0) return;
  await ports.ledger.transaction(async (stores) => {
    await stores.orders.lock(shopId, {
      emailKeys: customers.flatMap(({ email }) => emailKeyOf(email) ?? []),
    });
    const shop = await stores.shops.get(shopId);
    invariant(shop !== null, `${shopId} is installed`);
    const now = ports.clock.now();
    const day = businessDate(now, shop.timeZone);
    const members = await lockCustomers(stores, ports, shop, customers);
    const lots = await stores.points.listLots(
      shopId,
      members.map(({ memberId }) => memberId),
    );
    const accounts = openAccounts(members, lots);
    for (const customer of customers) {
      const found = findBuyer({ customer, email: null }, present(accounts));
      invariant(found !== null, `${customer.customerId} has a row`);
      const account = requireAccount(accounts, found.memberId);
      learnCustomer(account, customer, { at: customer.at ?? now, isFile: false });
      const guest = findGuest(emailKeyOf(account.member.email), present(accounts));
      if (guest !== null && guest.memberId !== found.memberId) {
        const what = guest.memberId;
        await mergeAccounts(stores, shopId, requireAccount(accounts, guest.memberId), account, {
          what,
          at: now,
        });
      }
      decideParticipation(account, participationRule(shop), { day, hasOrder: false, isNewOrder: false });
    }
    const versions = await stores.programs.list(shopId);
    await settleOrderBonuses(stores, shop, versions, accounts, now);
    await welcomeMembers(stores, shop, versions, accounts, { now, joinedAt: () => now });
    await closeAccounts(stores, shopId, accounts);
    const tiers = shop.quietSince === null ? (versions.at(-1)?.body.tiers ?? null) : null;
    await hearTags(stores, shopId, tiers, customers);
    await stores.consents.learn(
      shopId,
      customers.flatMap(({ customerId, subscribed, locale = null, at = now }) =>
        subscribed === undefined ? [] : [{ customerId, subscribed, locale, at }],
      ),
    );
  });
  ports.wake.metafields(shopId);
}

/** Whoever lacks the tag of their tier, or has one that is not theirs, is put right by the sweep. */
async function hearTags(
  stores: LedgerStores,
  shopId: string,
  tiers: Tiers | null,
  customers: readonly CustomerNews[],
): Promise<void> {
  const told = customers.flatMap(({ customerId, tags }) => (tags === null ? [] : [{ customerId, tags }]));
  if (tiers !== null && told.length > 0) await stores.tierMarks.hear(shopId, told, ownTags(tiers));
}

function present(accounts: Accounts): Member[] {
  return [...accounts.values()].map(({ member }) => member);
}

async function lockCustomers(
  stores: LedgerStores,
  ports: RecordCustomerPorts,
  shop: ShopRecord,
  customers: readonly CustomerFacts[],
): Promise<Member[]> {
  const who = {
    customerIds: customers.map(({ customerId }) => customerId),
    emailKeys: customers.flatMap(({ email }) => emailKeyOf(email) ?? []),
  };
  const now = ports.clock.now();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const members = await stores.members.lock(shop.shopId, who);
    const found = [...members];
    for (const customer of customers) {
      if (findBuyer({ customer, email: null }, found) !== null) continue;
      const blank = blankMember(ports.ids.next(now), businessDate(now, shop.timeZone));
      const email = customer.email?.trim() || null;
      found.push({ ...blank, customerId: customer.customerId, email, emailKey: emailKeyOf(email) });
    }
    if (await stores.members.insert(shop.shopId, found.slice(members.length))) return found;
  }
  throw new Error(`${customers.length} customers kept changing while they were recorded`);
}
