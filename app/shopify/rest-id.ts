import { z } from "zod";

/** An id as webhooks carry it: a number as far as a float holds it, else the string that `parseShopifyJson` kept. */
export const restIdSchema = z.union([
  z.number().int().positive().max(Number.MAX_SAFE_INTEGER).transform(String),
  z.string().regex(/^\d{1,20}$/),
]);
