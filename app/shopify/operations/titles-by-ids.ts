import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** What these products and collections are called. An unknown id is answered with null. */
export const titlesByIds = defineOperation<{ ids: readonly string[] }>()({
  name: "TitlesByIds",
  text: `query TitlesByIds($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Product { id title } ... on Collection { id title } }
}`,
  answer: z.object({ nodes: z.array(z.object({ id: z.string(), title: z.string() }).nullable()) }),
  sending: "repeatable",
});
