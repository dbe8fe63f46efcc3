import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { LINE_FRAGMENT, ORDER_FRAGMENT, orderPartsSchema, REFUND_LINE_FRAGMENT } from "./order-fragments.ts";

/** Orders in full but for long lists of lines, of which it brings the first page. An unknown id is answered with null. */
export const ordersByIds = defineOperation<{ ids: readonly string[]; lines: number; refundLines: number }>()({
  name: "OrdersByIds",
  text: `query OrdersByIds($ids: [ID!]!, $lines: Int!, $refundLines: Int!) {
  shop { currencyCode }
  nodes(ids: $ids) { ...OrderParts }
}
${ORDER_FRAGMENT}
${LINE_FRAGMENT}
${REFUND_LINE_FRAGMENT}`,
  answer: z.object({
    shop: z.object({ currencyCode: z.string() }),
    nodes: z.array(orderPartsSchema.nullable()),
  }),
  sending: "repeatable",
});
