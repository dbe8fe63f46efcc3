import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

/** Ends a discount now, so that no further order can use it; done twice, it has ended. */
export const deactivateDiscount = defineOperation<{ id: string }>()({
  name: "DeactivateDiscount",
  text: `mutation DeactivateDiscount($id: ID!) {
  discountCodeDeactivate(id: $id) { codeDiscountNode { id } userErrors { code field message } }
}`,
  answer: z.object({ discountCodeDeactivate: z.object({ userErrors: userErrorsSchema }) }),
  sending: "repeatable",
});
