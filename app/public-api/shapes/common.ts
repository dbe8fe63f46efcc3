import { z } from "zod";

/** Pieces that every answer of the public API is made of. Each schema is also its documentation (docs/openapi.json). */
export const instant = z.iso.datetime().describe("ISO 8601 instant in UTC");
export const day = z.iso.date().describe("calendar day in the shop's time zone");
export const points = z.int().describe("whole points");
export const money = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe("decimal amount in the shop's currency");
export const gid = z.string().describe("Shopify's global id, gid://shopify/…");

export const share = z
  .object({
    numerator: z.int(),
    denominator: z.int(),
    value: z.number().nullable().describe("0…1; null when the denominator is 0"),
    low: z.number().nullable().describe("lower end of the 95 % Wilson interval"),
    high: z.number().nullable(),
  })
  .meta({ id: "Share" });

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("pass as ?cursor= for the next page; null on the last"),
  });
}

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe("stable; act on this"),
    detail: z.string().describe("says what to do"),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe("JSON Pointer (RFC 6901) into the request body"),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details, application/problem+json" });

/** How many rows a list answers with when the caller does not say, and at most. */
export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 250;
export const page = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(PAGE_DEFAULT)
    .transform((limit) => Math.min(limit, PAGE_MAX))
    .describe(`rows a page; more than ${PAGE_MAX} is answered with ${PAGE_MAX}`),
  cursor: z.string().min(1).max(200).optional(),
};
