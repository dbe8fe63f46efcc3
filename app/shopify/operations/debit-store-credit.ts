import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type DebitInput = { readonly debitAmount: { readonly amount: string; readonly currencyCode: string } };

/** Takes money of a customer (`id`) back. */
export const debitStoreCredit = defineOperation<{ id: string; debit: DebitInput }>()({
  name: "DebitStoreCredit",
  text: `mutation DebitStoreCredit($id: ID!, $debit: StoreCreditAccountDebitInput!) {
  storeCreditAccountDebit(id: $id, debitInput: $debit) {
    storeCreditAccountTransaction { id } userErrors { code field message }
  }
}`,
  answer: z.object({
    storeCreditAccountDebit: z.object({
      storeCreditAccountTransaction: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "once",
});
