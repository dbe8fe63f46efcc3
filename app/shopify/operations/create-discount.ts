import { z } from "zod";
import { defineOperation } from "../operation.ts";
import type { DiscountInput } from "./discount-parts.ts";
import { userErrorsSchema } from "./user-errors.ts";

export type DiscountItemsInput =
  | { readonly all: true }
  | {
      readonly products?: {
        readonly productsToAdd?: readonly string[];
        readonly productVariantsToAdd?: readonly string[];
      };
      readonly collections?: { readonly add: readonly string[] };
    };

export type BasicDiscountInput = DiscountInput & {
  readonly customerGets: {
    readonly items: DiscountItemsInput;
    readonly value:
      | { readonly percentage: number }
      | { readonly discountAmount: { readonly amount: string; readonly appliesOnEachItem: boolean } };
  };
};

/** An amount or a share off, by a code. The code is ours, so that a lost answer can be looked up by it. */
export const createDiscount = defineOperation<{ discount: BasicDiscountInput }>()({
  name: "CreateDiscount",
  text: `mutation CreateDiscount($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) { codeDiscountNode { id } userErrors { code field message } }
}`,
  answer: z.object({
    discountCodeBasicCreate: z.object({
      codeDiscountNode: z.object({ id: z.string() }).nullable(),
      userErrors: userErrorsSchema,
    }),
  }),
  sending: "once",
});
