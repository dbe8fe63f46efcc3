import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { knownCustomerSchema } from "./order-fragments.ts";

/** Who these customers are now. An unknown id is answered with null. */
export const customersByIds = defineOperation<{ ids: readonly string[] }>()({
  name: "CustomersByIds",
  text: `query CustomersByIds($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Customer { id firstName lastName state tags locale defaultEmailAddress { emailAddress marketingState } } }
}`,
  answer: z.object({ nodes: z.array(knownCustomerSchema.nullable()) }),
  sending: "repeatable",
});
