import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

/** What the input leaves out stays as the merchant may have set it. */
export const updateAutomaticFreeShipping = defineOperation<{
  id: string;
  discount: { readonly title: string };
}>()({
  name: "UpdateAutomaticFreeShipping",
  text: `mutation UpdateAutomaticFreeShipping($id: ID!, $discount: DiscountAutomaticFreeShippingInput!) {
  discountAutomaticFreeShippingUpdate(id: $id, freeShippingAutomaticDiscount: $discount) {
    automaticDiscountNode { id } userErrors { code field message }
  }
}`,
  answer: z.object({
    discountAutomaticFreeShippingUpdate: z.object({
      automaticDiscountNode: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "repeatable",
});
