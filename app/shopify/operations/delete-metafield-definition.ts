import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type DefinitionIdentifier = {
  readonly ownerType: "CUSTOMER";
  readonly namespace: string;
  readonly key: string;
};

/** A definition with everything that was written under it, however much that is. `NOT_FOUND`: gone already. */
export const deleteMetafieldDefinition = defineOperation<{ identifier: DefinitionIdentifier }>()({
  name: "DeleteMetafieldDefinition",
  text: `mutation DeleteMetafieldDefinition($identifier: MetafieldDefinitionIdentifierInput!) {
  metafieldDefinitionDelete(identifier: $identifier, deleteAllAssociatedMetafields: true) {
    deletedDefinitionId userErrors { code field message }
  }
}`,
  answer: z.object({ metafieldDefinitionDelete: z.object({ userErrors: userErrorsSchema }) }),
  sending: "repeatable",
});
