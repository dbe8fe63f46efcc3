import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { plainErrorsSchema } from "./user-errors.ts";

/** What is gone already is as well. */
export const deleteSegment = defineOperation<{ id: string }>()({
  name: "DeleteSegment",
  text: `mutation DeleteSegment($id: ID!) {
  segmentDelete(id: $id) { deletedSegmentId userErrors { field message } }
}`,
  answer: z.object({ segmentDelete: z.object({ userErrors: plainErrorsSchema }) }),
  sending: "repeatable",
});
