import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { userErrorsSchema } from "./user-errors.ts";

/** A store holds only so many codes: those that nobody can use any more make room. What is gone already is as well. */
export const deleteDiscount = defineOperation<{ id: string }>()({
  name: "DeleteDiscount",
  text: `mutation DeleteDiscount($id: ID!) {
  discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code field message } }
}`,
  answer: z.object({ discountCodeDelete: z.object({ userErrors: userErrorsSchema }) }),
  sending: "repeatable",
});
