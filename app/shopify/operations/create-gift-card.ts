import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type GiftCardInput = {
  readonly code: string;
  readonly customerId: string;
  readonly initialAmount: { readonly amount: string; readonly currencyCode: string };
  readonly expiresOn: string | null;
  /** Not shown to the customer; tells our cards from others when one is looked up. */
  readonly note: string;
};

export const createGiftCard = defineOperation<{ input: GiftCardInput }>()({
  name: "CreateGiftCard",
  text: `mutation CreateGiftCard($input: GiftCardCreateInput!) {
  giftCardCreate(input: $input) { giftCard { id } userErrors { code field message } }
}`,
  answer: z.object({
    giftCardCreate: z.object({
      giftCard: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "once",
});
