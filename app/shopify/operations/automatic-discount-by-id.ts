import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** null: there is no such discount. */
export const automaticDiscountById = defineOperation<{ id: string }>()({
  name: "AutomaticDiscountById",
  text: `query AutomaticDiscountById($id: ID!) {
  automaticDiscountNode(id: $id) { id }
}`,
  answer: z.object({ automaticDiscountNode: z.object({ id: z.string() }).nullable() }),
  sending: "repeatable",
});
