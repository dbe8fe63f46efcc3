import { answerDataRequest } from "../privacy/answer-data-request.ts";
import { deleteCustomer } from "../members/delete-customer.ts";
import type { InboxEvent, WebhookMeaning } from "./inbox-ports.ts";
import { mergeCustomers, type MergePorts } from "../members/merge-customers.ts";
import type { Wake } from "../ports.ts";
import type { PrivacyRequest } from "../privacy/privacy-ports.ts";
import type { RedemptionQueue } from "../rewards/redemption-ports.ts";
import type { TierDiscounts } from "../tiers/tier-benefit-stores.ts";
import { learnShop, type LearnShopPorts } from "../shops/learn-shop.ts";
import { redactCustomer, type RedactCustomerPorts } from "../privacy/redact-customer.ts";
import { redactShop, type RedactShopPorts } from "../privacy/redact-shop.ts";
import { uninstallShop, type UninstallPorts } from "../shops/uninstall-shop.ts";
import { updateScopes, type UpdateScopesPorts } from "../shops/update-scopes.ts";

export type SingleEventPorts = {
  readonly redemptionQueue: Pick<RedemptionQueue, "putBeforeSweep">;
  readonly tierDiscounts: Pick<TierDiscounts, "hear">;
  readonly wake: Pick<Wake, "metafields" | "redemptions">;
} & MergePorts &
  RedactCustomerPorts &
  RedactShopPorts &
  LearnShopPorts &
  UninstallPorts &
  UpdateScopesPorts;

/** Events that are applied one at a time; each may come twice. Orders and customers' states are applied together, before. */
export async function applySingleEvent(
  ports: SingleEventPorts,
  shopId: string,
  event: InboxEvent,
  meaning: WebhookMeaning,
): Promise<void> {
  switch (meaning.kind) {
    case "consent-changed": {
      const { customerId, subscribed } = meaning;
      const told = { customerId, subscribed, locale: null, at: event.triggeredAt };
      return ports.ledger.transaction((stores) => stores.consents.learn(shopId, [told]));
    }
    case "customer-deleted":
      return deleteCustomer(ports, shopId, meaning.customerId);
    case "customers-merged":
      return mergeCustomers(ports, shopId, meaning);
    case "discount-changed":
      if (await ports.redemptionQueue.putBeforeSweep(shopId, meaning.discountId, ports.clock.now()))
        ports.wake.redemptions(shopId);
      else if (await ports.tierDiscounts.hear(shopId, meaning.discountId, ports.clock.now()))
        ports.wake.metafields(shopId);
      return;
    case "bulk-finished":
      return ports.wake.imports(shopId);
    case "shop-changed":
      return learnShop(ports, shopId);
    case "uninstalled":
      return uninstallShop(ports, shopId, event.triggeredAt);
    case "scopes-changed":
      return updateScopes(ports, shopId, meaning.scopes);
    case "data-request":
      return answerDataRequest(ports, shopId, privacyRequest(event, meaning, meaning.requestId));
    case "customer-redact":
      return redactCustomer(ports, shopId, privacyRequest(event, meaning, null));
    case "shop-redact":
      return redactShop(ports, shopId, event.triggeredAt);
    case "order-state":
    case "order-changed":
    case "order-deleted":
    case "customer-state":
    case "customer-tags-changed":
    case "nothing":
    case "unreadable":
      return;
  }
}

function privacyRequest(
  event: InboxEvent,
  meaning: { readonly customerId: string; readonly email: string | null },
  requestId: string | null,
): PrivacyRequest {
  const { customerId, email } = meaning;
  return { requestId: requestId ?? event.eventId, customerId, email, receivedAt: event.receivedAt };
}
