import { decimalTail } from "#app/domain/shared/ids.ts";
import { complianceDueAt } from "./answer-data-request.ts";
import { eraseMember } from "../members/erase-member.ts";
import type { Inbox } from "../inbox/inbox-ports.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { ShopifyMetafields } from "../members/metafield-ports.ts";
import type { Clock, Logger, ShopRecord } from "../ports.ts";
import type { Privacy, PrivacyRequest } from "./privacy-ports.ts";

export type RedactCustomerPorts = {
  readonly ledger: Ledger;
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly privacy: Privacy;
  readonly inbox: Pick<Inbox, "forgetCustomer">;
  readonly metafields: Pick<ShopifyMetafields, "removeLoyalty">;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * `customers/redact`: scrubs the member, earlier exports, and what failed events still say about the customer. The entries
 * stay: they hold no personal data (law 1).
 */
export async function redactCustomer(
  ports: RedactCustomerPorts,
  shopId: string,
  request: PrivacyRequest,
): Promise<void> {
  const { requestId, customerId, email, receivedAt } = request;
  const shop = await ports.shops.get(shopId);
  if (shop !== null && shop.uninstalledAt === null && shop.launchedAt !== null) {
    // Shopify clears the customer itself; where it no longer answers us, our erasure does not wait for it.
    const removed = await ports.metafields.removeLoyalty(shopId, [customerId]);
    if (!removed.ok)
      ports.log.warn({ shopId, refusal: removed.refusals[0].code }, "a metafield was not removed");
  }
  await eraseMember(ports, shopId, { customerId, email });
  await ports.privacy.forgetCustomer(shopId, customerId);
  await ports.inbox.forgetCustomer(shopId, decimalTail(customerId));
  const topic = "customers/redact";
  await ports.privacy.record(shopId, {
    requestId: `redact-${requestId}`,
    ...{ topic, customerId, receivedAt, export: null },
    dueAt: complianceDueAt(receivedAt),
    doneAt: ports.clock.now(),
  });
}
