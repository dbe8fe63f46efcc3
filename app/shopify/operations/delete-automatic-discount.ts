import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

/** What is gone already is as well. */
export const deleteAutomaticDiscount = defineOperation<{ id: string }>()({
  name: "DeleteAutomaticDiscount",
  text: `mutation DeleteAutomaticDiscount($id: ID!) {
  discountAutomaticDelete(id: $id) { deletedAutomaticDiscountId userErrors { code field message } }
}`,
  answer: z.object({ discountAutomaticDelete: z.object({ userErrors: userErrorsSchema }) }),
  sending: "repeatable",
});
