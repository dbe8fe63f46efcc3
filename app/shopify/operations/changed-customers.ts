import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { knownCustomerSchema, pageSchema } from "./order-fragments.ts";

/** A page of the customers that a search finds. */
export const changedCustomers = defineOperation<{ search: string; first: number; after: string | null }>()({
  name: "ChangedCustomers",
  text: `query ChangedCustomers($search: String!, $first: Int!, $after: String) {
  customers(query: $search, first: $first, after: $after) {
    nodes { id firstName lastName state tags locale defaultEmailAddress { emailAddress marketingState } }
    pageInfo { hasNextPage endCursor }
  }
}`,
  answer: z.object({ customers: z.object({ nodes: z.array(knownCustomerSchema), pageInfo: pageSchema }) }),
  sending: "repeatable",
});
