import type { ShopifyCustomers } from "../inbox/inbox-ports.ts";
import type { MemberReads, MemberRecord } from "../ports.ts";
import { recordCustomers, type RecordCustomerPorts } from "./record-customers.ts";

/**
 * The member behind a logged-in customer. Somebody who has never ordered and of whom no event has told is asked of Shopify, so
 * that whoever wants to join can. Null: Shopify knows no such customer, or can't be asked now.
 */
export async function meetCustomer(
  ports: RecordCustomerPorts & {
    readonly memberReads: MemberReads;
    readonly shopifyCustomers: ShopifyCustomers;
  },
  shopId: string,
  customerId: string,
): Promise<MemberRecord | null> {
  const known = await ports.memberReads.getMemberOfCustomer(shopId, customerId, ports.clock.now());
  if (known !== null) return known;
  const asked = await ports.shopifyCustomers.fetchCustomers(shopId, [customerId]);
  const customer = asked.ok ? asked.value.get(customerId) : undefined;
  if (customer === undefined) return null;
  await recordCustomers(ports, shopId, [customer]);
  return ports.memberReads.getMemberOfCustomer(shopId, customerId, ports.clock.now());
}
