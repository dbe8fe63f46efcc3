import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { GIFT_CARD_FRAGMENT, giftCardPartsSchema } from "./gift-card-parts.ts";

/** Gift cards that a search finds; a bare code finds the card with it. */
export const findGiftCards = defineOperation<{ search: string }>()({
  name: "FindGiftCards",
  text: `query FindGiftCards($search: String!) {
  giftCards(first: 10, query: $search) { nodes { ...GiftCardParts } }
}
${GIFT_CARD_FRAGMENT}`,
  answer: z.object({ giftCards: z.object({ nodes: z.array(giftCardPartsSchema) }) }),
  sending: "repeatable",
});
