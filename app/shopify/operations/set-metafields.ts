import { z } from "zod";
import { defineOperation } from "../operation.ts";

export type MetafieldInput = {
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
};

/** Up to 25 metafields, all or none; the same again changes nothing. */
export const setMetafields = defineOperation<{ metafields: readonly MetafieldInput[] }>()({
  name: "SetMetafields",
  text: `mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { userErrors { code elementIndex field message } }
}`,
  answer: z.object({
    metafieldsSet: z.object({
      userErrors: z.array(
        z.object({
          code: z.string().nullable(),
          elementIndex: z.number().int().nullable(),
          field: z.array(z.string()).nullable(),
          message: z.string(),
        }),
      ),
    }),
  }),
  sending: "repeatable",
});
