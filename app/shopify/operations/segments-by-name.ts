import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** `search`: `name:'…'`. */
export const segmentsByName = defineOperation<{ search: string }>()({
  name: "SegmentsByName",
  text: `query SegmentsByName($search: String!) {
  segments(first: 50, query: $search) { nodes { id name query } }
}`,
  answer: z.object({
    segments: z.object({
      nodes: z.array(z.object({ id: z.string(), name: z.string(), query: z.string() })),
    }),
  }),
  sending: "repeatable",
});
