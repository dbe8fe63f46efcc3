import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** What the variants of a product cost now; null = it is no longer in the shop. */
export const productPrices = defineOperation<{ id: string }>()({
  name: "ProductPrices",
  text: `query ProductPrices($id: ID!) {
  product(id: $id) { id variants(first: 100) { nodes { id price } } }
}`,
  answer: z.object({
    product: z
      .object({
        id: z.string(),
        variants: z.object({ nodes: z.array(z.object({ id: z.string(), price: z.string() })) }),
      })
      .nullable(),
  }),
  sending: "repeatable",
});
