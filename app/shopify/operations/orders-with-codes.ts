import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** The newest orders that a search finds, with the codes they used: Shopify's own search knows the first code of an order alone. */
export const ordersWithCodes = defineOperation<{ search: string }>()({
  name: "OrdersWithCodes",
  text: `query OrdersWithCodes($search: String!) {
  orders(first: 50, sortKey: CREATED_AT, reverse: true, query: $search) { nodes { id discountCodes } }
}`,
  answer: z.object({
    orders: z.object({ nodes: z.array(z.object({ id: z.string(), discountCodes: z.array(z.string()) })) }),
  }),
  sending: "repeatable",
});
