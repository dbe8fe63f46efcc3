import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { customerPartsSchema } from "./order-fragments.ts";

/** Who these customers are now. An unknown id is answered with null. */
export const customersByIds = defineOperation<{ ids: readonly string[] }>()({
  name: "CustomersByIds",
  text: `query CustomersByIds($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Customer { id firstName lastName state tags defaultEmailAddress { emailAddress } } }
}`,
  answer: z.object({ nodes: z.array(customerPartsSchema.nullable()) }),
  sending: "repeatable",
});
