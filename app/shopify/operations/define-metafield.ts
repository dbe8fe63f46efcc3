import { z } from "zod";
import { defineOperation } from "../operation.ts";

export type MetafieldDefinitionInput = {
  readonly ownerType: "CUSTOMER";
  readonly namespace: string;
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly access: { readonly admin: string; readonly storefront: string; readonly customerAccount: string };
};

/** `TAKEN`: it was defined before, which is as well; so a lost answer may be asked for again. */
export const defineMetafield = defineOperation<{ definition: MetafieldDefinitionInput }>()({
  name: "DefineMetafield",
  text: `mutation DefineMetafield($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) { userErrors { code field message } }
}`,
  answer: z.object({
    metafieldDefinitionCreate: z.object({
      userErrors: z.array(
        z.object({ code: z.string().nullable(), field: z.array(z.string()).nullable(), message: z.string() }),
      ),
    }),
  }),
  sending: "repeatable",
});
