import { z } from "zod";
import { defineOperation } from "../operation.ts";
import type { DiscountInput } from "./discount-parts.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type FreeShippingInput = DiscountInput & { readonly destination: { readonly all: true } };

/** Free shipping by a code of ours. */
export const createFreeShipping = defineOperation<{ discount: FreeShippingInput }>()({
  name: "CreateFreeShipping",
  text: `mutation CreateFreeShipping($discount: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) {
    codeDiscountNode { id } userErrors { code field message }
  }
}`,
  answer: z.object({
    discountCodeFreeShippingCreate: z.object({
      codeDiscountNode: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "once",
});
