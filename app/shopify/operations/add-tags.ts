import { z } from "zod";
import { defineOperation } from "../operation.ts";
import { plainErrorsSchema } from "./user-errors.ts";

/** Tags that are there already stay: done twice, nothing more happens, and Shopify tells nobody. */
export const addTags = defineOperation<{ id: string; tags: readonly string[] }>()({
  name: "AddTags",
  text: `mutation AddTags($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { userErrors { field message } }
}`,
  answer: z.object({ tagsAdd: z.object({ userErrors: plainErrorsSchema }) }),
  sending: "repeatable",
});
