import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { plainErrorsSchema } from "./user-errors.ts";

export const updateSegment = defineOperation<{ id: string; name: string; query: string }>()({
  name: "UpdateSegment",
  text: `mutation UpdateSegment($id: ID!, $name: String!, $query: String!) {
  segmentUpdate(id: $id, name: $name, query: $query) { segment { id } userErrors { field message } }
}`,
  answer: z.object({
    segmentUpdate: z.object({
      segment: z.object({ id: z.string() }).nullable(),
      userErrors: plainErrorsSchema,
    }),
  }),
  sending: "repeatable",
});
