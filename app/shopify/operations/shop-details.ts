import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** What the app must know of a shop before anything else: it dates and counts everything by it. */
export const shopDetails = defineOperation<Record<string, never>>()({
  name: "ShopDetails",
  sending: "repeatable",
  text: /* GraphQL */ `
    query ShopDetails {
      shop {
        name
        currencyCode
        ianaTimezone
      }
    }
  `,
  answer: z.object({
    shop: z.object({ name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() }),
  }),
});
