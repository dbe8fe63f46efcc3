import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { pageSchema } from "./order-fragments.ts";

const variantSchema = z.object({
  id: z.string(),
  price: z.string(),
  compareAtPrice: z.string().nullable(),
});

const productSchema = z.object({
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  collections: z.object({ nodes: z.array(z.object({ id: z.string() })), pageInfo: pageSchema }),
  variants: z.object({ nodes: z.array(variantSchema), pageInfo: pageSchema }),
});
export type ProductParts = z.infer<typeof productSchema>;

/** What products are now, with the first page of their collections and variants. An unknown id is answered with null. */
export const productsByIds = defineOperation<{
  ids: readonly string[];
  collections: number;
  variants: number;
  afterCollection: string | null;
  afterVariant: string | null;
}>()({
  name: "ProductsByIds",
  text: `query ProductsByIds($ids: [ID!]!, $collections: Int!, $variants: Int!, $afterCollection: String, $afterVariant: String) {
  nodes(ids: $ids) {
    ... on Product {
      id title tags
      collections(first: $collections, after: $afterCollection) { nodes { id } pageInfo { hasNextPage endCursor } }
      variants(first: $variants, after: $afterVariant) { nodes { id price compareAtPrice } pageInfo { hasNextPage endCursor } }
    }
  }
}`,
  answer: z.object({ nodes: z.array(productSchema.nullable()) }),
  sending: "repeatable",
});
