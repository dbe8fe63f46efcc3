import { addTags, removeTags } from "../../state/operations/tags.ts";
import { assertMayWriteOwner } from "../access.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { nodeByGid } from "./nodes.ts";

const TAGGABLE = new Set(["Customer", "Order", "Product"]);

function changeTags(
  change: typeof addTags,
  field: "tagsAdd" | "tagsRemove",
  args: { id: string; tags: string[] },
  context: ApiContext,
) {
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(args.id)?.[1] ?? "";
  assertMayWriteOwner(type, field, context.access);
  if (!TAGGABLE.has(type) || !nodeByGid(context, args.id, field)) {
    return { node: null, userErrors: [{ field: ["id"], message: "The resource does not exist." }] };
  }
  const outcome = change(context.store, context.state, { ownerGid: args.id, tags: args.tags });
  if (!outcome.ok)
    return { node: null, userErrors: [{ field: outcome.field ?? ["id"], message: outcome.detail }] };
  return { node: nodeByGid(context, args.id, field), userErrors: [] };
}

export const tagMutations: TypeResolvers = {
  tagsAdd: (_, args, context) => changeTags(addTags, "tagsAdd", args, context),
  tagsRemove: (_, args, context) => changeTags(removeTags, "tagsRemove", args, context),
};
