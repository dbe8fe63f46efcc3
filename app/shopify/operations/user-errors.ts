import { z } from "zod";

/** How Shopify refuses what a mutation was given. */
export const userErrorsSchema = z.array(
  z.object({
    code: z.string().nullable(),
    field: z.array(z.string()).nullable(),
    message: z.string(),
  }),
);

export type UserErrors = z.infer<typeof userErrorsSchema>;

/** Where Shopify gives no code. */
export const plainErrorsSchema = z.array(
  z.object({ field: z.array(z.string()).nullable(), message: z.string() }),
);
