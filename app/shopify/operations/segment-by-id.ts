import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** null: there is no such segment. */
export const segmentById = defineOperation<{ id: string }>()({
  name: "SegmentById",
  text: `query SegmentById($id: ID!) {
  segment(id: $id) { id }
}`,
  answer: z.object({ segment: z.object({ id: z.string() }).nullable() }),
  sending: "repeatable",
});
