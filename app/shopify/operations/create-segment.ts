import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { plainErrorsSchema } from "./user-errors.ts";

/** Customers by a query. A segment has a name of its own, by which a lost answer is looked up. */
export const createSegment = defineOperation<{ name: string; query: string }>()({
  name: "CreateSegment",
  text: `mutation CreateSegment($name: String!, $query: String!) {
  segmentCreate(name: $name, query: $query) { segment { id } userErrors { field message } }
}`,
  answer: z.object({
    segmentCreate: z.object({
      segment: z.object({ id: z.string() }).nullable(),
      userErrors: plainErrorsSchema,
    }),
  }),
  sending: "once",
});
