import { z } from "zod";
import { restIdSchema } from "../rest-id.ts";

/** https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */

const customerSchema = z.object({ id: restIdSchema, email: z.string().nullish() });

/** customers/data_request */
export const dataRequestPayloadSchema = z.object({
  customer: customerSchema,
  data_request: z.object({ id: restIdSchema }).optional(),
  orders_requested: z.array(restIdSchema).nullish(),
});

/** customers/redact */
export const customerRedactPayloadSchema = z.object({
  customer: customerSchema,
  orders_to_redact: z.array(restIdSchema).nullish(),
});
