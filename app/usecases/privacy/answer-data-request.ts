import type { Clock } from "../ports.ts";
import type { Privacy, PrivacyRequest } from "./privacy-ports.ts";

/** Shopify's limit for acting on a compliance request. */
export const COMPLIANCE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

export function complianceDueAt(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + COMPLIANCE_DAYS * DAY_MS);
}

/** `customers/data_request`: gathers what we hold about the customer; the merchant finds it on the Connection page and hands it over. */
export async function answerDataRequest(
  ports: { readonly privacy: Privacy; readonly clock: Clock },
  shopId: string,
  request: PrivacyRequest,
): Promise<void> {
  const { requestId, customerId, receivedAt } = request;
  const found = await ports.privacy.collect(shopId, request);
  const doneAt = ports.clock.now();
  const topic = "customers/data_request";
  await ports.privacy.record(shopId, {
    requestId: `data-request-${requestId}`,
    ...{ topic, customerId, receivedAt, doneAt },
    dueAt: complianceDueAt(receivedAt),
    export: { customerId, email: request.email, ...found },
  });
}
