import { z } from "zod";

export const GIFT_CARD_FRAGMENT = `fragment GiftCardParts on GiftCard {
  id note enabled
  balance { amount }
  initialValue { amount }
}`;

export const giftCardPartsSchema = z.object({
  id: z.string(),
  note: z.string().nullable(),
  enabled: z.boolean(),
  balance: z.object({ amount: z.string() }),
  initialValue: z.object({ amount: z.string() }),
});

export type GiftCardParts = z.infer<typeof giftCardPartsSchema>;
