import { z } from "zod";
import { defineOperation } from "../operation.ts";

const transactionSchema = z.object({
  __typename: z.string(),
  /** An expiration has none. */
  id: z.string().optional(),
  amount: z.object({ amount: z.string(), currencyCode: z.string() }),
  createdAt: z.string(),
  event: z.string(),
  expiresAt: z.string().nullish(),
  remainingAmount: z.object({ amount: z.string() }).optional(),
});

export type StoreCreditTransaction = z.infer<typeof transactionSchema>;

/** A customer's accounts, one a currency, each with its newest movements. */
export const storeCreditOfCustomer = defineOperation<{ id: string }>()({
  name: "StoreCreditOfCustomer",
  text: `query StoreCreditOfCustomer($id: ID!) {
  customer(id: $id) {
    storeCreditAccounts(first: 5) {
      nodes {
        id
        transactions(first: 50, reverse: true) {
          nodes {
            __typename
            amount { amount currencyCode }
            createdAt
            event
            ... on StoreCreditAccountCreditTransaction { id expiresAt remainingAmount { amount } }
            ... on StoreCreditAccountDebitTransaction { id }
          }
        }
      }
    }
  }
}`,
  answer: z.object({
    customer: z
      .object({
        storeCreditAccounts: z.object({
          nodes: z.array(
            z.object({
              id: z.string(),
              transactions: z.object({ nodes: z.array(transactionSchema) }),
            }),
          ),
        }),
      })
      .nullable(),
  }),
  sending: "repeatable",
});
