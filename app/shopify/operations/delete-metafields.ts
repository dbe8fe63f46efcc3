import { z } from "zod";
import { defineOperation } from "../operation.ts";

export type MetafieldIdentifier = {
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
};

/** What is gone already counts as deleted. */
export const deleteMetafields = defineOperation<{ metafields: readonly MetafieldIdentifier[] }>()({
  name: "DeleteMetafields",
  text: `mutation DeleteMetafields($metafields: [MetafieldIdentifierInput!]!) {
  metafieldsDelete(metafields: $metafields) { userErrors { field message } }
}`,
  answer: z.object({
    metafieldsDelete: z.object({
      userErrors: z.array(z.object({ field: z.array(z.string()).nullable(), message: z.string() })),
    }),
  }),
  sending: "repeatable",
});
