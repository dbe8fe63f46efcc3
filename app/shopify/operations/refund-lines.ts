import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { pageSchema, REFUND_LINE_FRAGMENT, refundLineSchema } from "./order-fragments.ts";

/** A further page of the lines of one refund. */
export const refundLines = defineOperation<{ id: string; first: number; after: string }>()({
  name: "RefundLines",
  text: `query RefundLines($id: ID!, $first: Int!, $after: String!) {
  node(id: $id) {
    ... on Refund { refundLineItems(first: $first, after: $after) { nodes { ...RefundLineParts } pageInfo { hasNextPage endCursor } } }
  }
}
${REFUND_LINE_FRAGMENT}`,
  answer: z.object({
    node: z
      .object({ refundLineItems: z.object({ nodes: z.array(refundLineSchema), pageInfo: pageSchema }) })
      .nullable(),
  }),
  sending: "repeatable",
});
