import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { DISCOUNT_FRAGMENT, discountPartsSchema } from "./discount-parts.ts";

/** The discount that a code belongs to; null = no discount has it. */
export const discountByCode = defineOperation<{ code: string }>()({
  name: "DiscountByCode",
  text: `query DiscountByCode($code: String!) {
  codeDiscountNodeByCode(code: $code) { ...DiscountParts }
}
${DISCOUNT_FRAGMENT}`,
  answer: z.object({ codeDiscountNodeByCode: discountPartsSchema.nullable() }),
  sending: "repeatable",
});
