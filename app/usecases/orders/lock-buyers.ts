import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { emailKeyOf } from "#app/domain/membership/email-key.ts";
import { emailKeyOfBuyer, findBuyer } from "#app/domain/membership/resolve-members.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import type { LedgerStores, Member } from "../ledger-ports.ts";
import { blankMember } from "../members/new-member.ts";
import type { Clock, Ids, ShopRecord } from "../ports.ts";

const ATTEMPTS = 5;

function newMember(facts: OrderFacts, shop: ShopRecord, ports: { ids: Ids; clock: Clock }): Member {
  const email = (facts.customer === null ? facts.email : facts.customer.email)?.trim() || null;
  const joinedOn = businessDate(facts.processedAt, shop.timeZone);
  return {
    ...blankMember(ports.ids.next(ports.clock.now()), joinedOn),
    updatedAt: facts.updatedAt,
    customerId: facts.customer?.customerId ?? null,
    ...{ email, emailKey: emailKeyOf(email), name: facts.customer?.name ?? null },
    ...{ tags: facts.customer?.tags ?? [], hasAccount: facts.customer?.hasAccount ?? false },
  };
}

/**
 * Everybody whose orders these are, locked; who is new gets a row. Two transactions that meet the same new customer at
 * once end with one row: the unique keys decide, and the loser looks again.
 */
export async function lockBuyers(
  stores: LedgerStores,
  ports: { readonly ids: Ids; readonly clock: Clock },
  shop: ShopRecord,
  facts: readonly OrderFacts[],
  known: readonly OrderRecord[],
): Promise<Member[]> {
  const owned = new Set(known.filter(({ memberId }) => memberId !== null).map(({ orderId }) => orderId));
  const who = {
    customerIds: [...new Set(facts.flatMap(({ customer }) => customer?.customerId ?? []))],
    emailKeys: [...new Set(facts.flatMap((one) => emailKeyOfBuyer(one) ?? []))],
    memberIds: [...new Set(known.flatMap(({ memberId }) => memberId ?? []))],
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const members = await stores.members.lock(shop.shopId, who);
    const found = [...members];
    for (const one of facts) {
      const hasBuyer = one.customer !== null || emailKeyOfBuyer(one) !== null;
      if (hasBuyer && !owned.has(one.orderId) && findBuyer(one, found) === null)
        found.push(newMember(one, shop, ports));
    }
    if (await stores.members.insert(shop.shopId, found.slice(members.length))) return found;
  }
  throw new Error(`the members of ${facts.length} orders kept changing while they were recorded`);
}
