import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { GIFT_CARD_FRAGMENT, giftCardPartsSchema } from "./gift-card-parts.ts";
import { userErrorsSchema } from "./user-errors.ts";

/** Nobody can spend the card any more; done twice, it is as done. */
export const deactivateGiftCard = defineOperation<{ id: string }>()({
  name: "DeactivateGiftCard",
  text: `mutation DeactivateGiftCard($id: ID!) {
  giftCardDeactivate(id: $id) { giftCard { ...GiftCardParts } userErrors { code field message } }
}
${GIFT_CARD_FRAGMENT}`,
  answer: z.object({
    giftCardDeactivate: z.object({
      giftCard: giftCardPartsSchema.nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "repeatable",
});
