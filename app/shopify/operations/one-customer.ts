import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** Asks for one customer's name, only to learn whether Shopify gives it to this app. */
export const oneCustomer = defineOperation<Record<string, never>>()({
  name: "OneCustomer",
  sending: "repeatable",
  text: /* GraphQL */ `
    query OneCustomer {
      customers(first: 1) {
        nodes {
          displayName
        }
      }
    }
  `,
  answer: z.object({ customers: z.object({ nodes: z.array(z.object({ displayName: z.string() })) }) }),
});
