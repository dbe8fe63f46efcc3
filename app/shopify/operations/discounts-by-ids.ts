import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { DISCOUNT_FRAGMENT, discountPartsSchema } from "./discount-parts.ts";

/** Discounts that should stand; one that Shopify knows no more is answered with null. */
export const discountsByIds = defineOperation<{ ids: readonly string[] }>()({
  name: "DiscountsByIds",
  text: `query DiscountsByIds($ids: [ID!]!) {
  nodes(ids: $ids) { ...DiscountParts }
}
${DISCOUNT_FRAGMENT}`,
  answer: z.object({ nodes: z.array(discountPartsSchema.nullable()) }),
  sending: "repeatable",
});
