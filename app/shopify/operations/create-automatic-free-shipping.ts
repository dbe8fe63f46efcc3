import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type AutomaticFreeShippingInput = {
  readonly title: string;
  readonly startsAt: string;
  readonly context: { readonly customerSegments: { readonly add: readonly string[] } };
  readonly combinesWith: { readonly orderDiscounts: boolean; readonly productDiscounts: boolean };
  readonly destination: { readonly all: true };
};

/** Free shipping without a code, for the customers of a segment. */
export const createAutomaticFreeShipping = defineOperation<{ discount: AutomaticFreeShippingInput }>()({
  name: "CreateAutomaticFreeShipping",
  text: `mutation CreateAutomaticFreeShipping($discount: DiscountAutomaticFreeShippingInput!) {
  discountAutomaticFreeShippingCreate(freeShippingAutomaticDiscount: $discount) {
    automaticDiscountNode { id } userErrors { code field message }
  }
}`,
  answer: z.object({
    discountAutomaticFreeShippingCreate: z.object({
      automaticDiscountNode: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "once",
});
