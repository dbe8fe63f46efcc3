import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { plainErrorsSchema } from "./user-errors.ts";

/** Tags that are not there are as good as removed. */
export const removeTags = defineOperation<{ id: string; tags: readonly string[] }>()({
  name: "RemoveTags",
  text: `mutation RemoveTags($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) { userErrors { field message } }
}`,
  answer: z.object({ tagsRemove: z.object({ userErrors: plainErrorsSchema }) }),
  sending: "repeatable",
});
