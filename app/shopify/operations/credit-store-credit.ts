import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type CreditInput = {
  readonly creditAmount: { readonly amount: string; readonly currencyCode: string };
  readonly expiresAt: string | null;
};

/** Money for a customer (`id`). It leaves no name of ours: a lost answer is looked up by amount and time. */
export const creditStoreCredit = defineOperation<{ id: string; credit: CreditInput }>()({
  name: "CreditStoreCredit",
  text: `mutation CreditStoreCredit($id: ID!, $credit: StoreCreditAccountCreditInput!) {
  storeCreditAccountCredit(id: $id, creditInput: $credit) {
    storeCreditAccountTransaction { id } userErrors { code field message }
  }
}`,
  answer: z.object({
    storeCreditAccountCredit: z.object({
      storeCreditAccountTransaction: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "once",
});
