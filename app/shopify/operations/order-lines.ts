import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { LINE_FRAGMENT, lineSchema, pageSchema } from "./order-fragments.ts";

/** A further page of one order's lines. */
export const orderLines = defineOperation<{ id: string; first: number; after: string }>()({
  name: "OrderLines",
  text: `query OrderLines($id: ID!, $first: Int!, $after: String!) {
  order(id: $id) { lineItems(first: $first, after: $after) { nodes { ...LineParts } pageInfo { hasNextPage endCursor } } }
}
${LINE_FRAGMENT}`,
  answer: z.object({
    order: z.object({ lineItems: z.object({ nodes: z.array(lineSchema), pageInfo: pageSchema }) }).nullable(),
  }),
  sending: "repeatable",
});
