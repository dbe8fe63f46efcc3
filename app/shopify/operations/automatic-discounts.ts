import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** The newest automatic discounts, with the segments that free shipping is limited to. */
export const newestAutomaticDiscounts = defineOperation<Record<string, never>>()({
  name: "NewestAutomaticDiscounts",
  text: `query NewestAutomaticDiscounts {
  automaticDiscountNodes(first: 100, reverse: true, sortKey: CREATED_AT) {
    nodes {
      id
      automaticDiscount {
        ... on DiscountAutomaticFreeShipping { context { ... on DiscountCustomerSegments { segments { id } } } }
      }
    }
  }
}`,
  answer: z.object({
    automaticDiscountNodes: z.object({
      nodes: z.array(
        z.object({
          id: z.string(),
          automaticDiscount: z.object({
            context: z.object({ segments: z.array(z.object({ id: z.string() })).optional() }).optional(),
          }),
        }),
      ),
    }),
  }),
  sending: "repeatable",
});
