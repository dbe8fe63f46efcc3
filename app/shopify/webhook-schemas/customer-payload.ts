import { z } from "zod";
import { restIdSchema } from "../rest-id.ts";

/** What we read of customers/create and customers/update, and of the customer inside an order. */
export const customerPayloadSchema = z.object({
  id: restIdSchema,
  email: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  state: z.string().nullish(),
  /** Gone from payloads of newer API versions. */
  tags: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type CustomerPayload = z.infer<typeof customerPayloadSchema>;

/** customers_email_marketing_consent/update */
export const consentPayloadSchema = z.object({
  customer_id: restIdSchema,
  email_marketing_consent: z.object({ state: z.string() }),
});

/** customer.tags_added, customer.tags_removed: what else the customer has is asked for. */
export const customerTagsPayloadSchema = z.object({ customerId: z.string() });

/** customers/delete */
export const deletedCustomerPayloadSchema = z.object({ id: restIdSchema });

/** customers/merge; it may have failed. */
export const customerMergePayloadSchema = z.object({
  admin_graphql_api_customer_kept_id: z.string(),
  admin_graphql_api_customer_deleted_id: z.string(),
  status: z.string(),
});
