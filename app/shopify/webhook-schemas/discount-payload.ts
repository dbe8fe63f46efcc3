import { z } from "zod";

/** discounts/update, discounts/delete and discounts/redeemcode_removed: which discount it is about. */
export const discountPayloadSchema = z.object({ admin_graphql_api_id: z.string() });
export type DiscountPayload = z.infer<typeof discountPayloadSchema>;
