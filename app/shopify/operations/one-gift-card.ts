import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { GIFT_CARD_FRAGMENT, giftCardPartsSchema } from "./gift-card-parts.ts";

export const oneGiftCard = defineOperation<{ id: string }>()({
  name: "OneGiftCard",
  text: `query OneGiftCard($id: ID!) {
  giftCard(id: $id) { ...GiftCardParts }
}
${GIFT_CARD_FRAGMENT}`,
  answer: z.object({ giftCard: giftCardPartsSchema.nullable() }),
  sending: "repeatable",
});
