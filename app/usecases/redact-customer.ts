import type { Outcome } from "#app/domain/shared/outcome.ts";
import { decimalTail } from "#app/domain/shared/ids.ts";
import { complianceDueAt } from "./answer-data-request.ts";
import type { PrivacyRequest } from "./drain-inbox.ts";
import type { Inbox } from "./inbox-ports.ts";
import type { Clock } from "./ports.ts";
import type { Privacy } from "./privacy-ports.ts";

/**
 * `customers/redact`: scrubs the member, earlier exports, and what failed events still say about the customer. The entries
 * stay: they hold no personal data (law 1).
 */
export async function redactCustomer(
  ports: {
    readonly privacy: Privacy;
    readonly inbox: Pick<Inbox, "forgetCustomer">;
    readonly eraseMember: (
      shopId: string,
      person: { customerId: string; email: string | null },
    ) => Promise<Outcome<unknown> | void>;
    readonly clock: Clock;
  },
  shopId: string,
  request: PrivacyRequest,
): Promise<void> {
  const { requestId, customerId, email, receivedAt } = request;
  const topic = "customers/redact";
  await ports.eraseMember(shopId, { customerId, email });
  await ports.privacy.forgetCustomer(shopId, customerId);
  await ports.inbox.forgetCustomer(shopId, decimalTail(customerId));
  await ports.privacy.record(shopId, {
    requestId: `${topic}/${requestId}`,
    ...{ topic, customerId, receivedAt, export: null },
    dueAt: complianceDueAt(receivedAt),
    doneAt: ports.clock.now(),
  });
}
