import { gid, idOf } from "../../state/ids.ts";
import type { Segment } from "../../state/model/segment.ts";
import { deleteSegment, saveSegment } from "../../state/operations/segments.ts";
import { paginate } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { sameText } from "../search-terms.ts";
import { parseSearch } from "../search.ts";
import { byId } from "./metafield-fields.ts";

export const segmentResolvers: TypeResolvers = {
  id: (one: Segment) => gid("Segment", one.id),
  name: (one: Segment) => one.name,
  query: (one: Segment) => one.query,
  creationDate: (one: Segment) => one.createdAt,
  lastEditDate: (one: Segment) => one.updatedAt,
};

function save(context: ApiContext, input: { id?: string; name?: string; query?: string }) {
  const outcome = saveSegment(context.store, context.state, input);
  return outcome.ok
    ? { segment: outcome.value, userErrors: [] }
    : { segment: null, userErrors: [{ field: outcome.field ?? null, message: outcome.detail }] };
}

export const segmentMutations: TypeResolvers = {
  segmentCreate: (_, args, context) => save(context, { name: args.name, query: args.query }),
  segmentUpdate: (_, args, context) =>
    save(context, {
      id: idOf("Segment", args.id) ?? "",
      ...(args.name == null ? {} : { name: args.name }),
      ...(args.query == null ? {} : { query: args.query }),
    }),
  segmentDelete: (_, args, context) => {
    const outcome = deleteSegment(context.store, context.state, { id: idOf("Segment", args.id) ?? "" });
    return outcome.ok
      ? { deletedSegmentId: args.id, userErrors: [] }
      : { deletedSegmentId: null, userErrors: [{ field: ["id"], message: outcome.detail }] };
  },
};

export const segmentQueries: TypeResolvers = {
  segment: (_, args, context) => context.state.get("segment", idOf("Segment", args.id) ?? ""),
  segments: (_, args, context) => {
    const search = !args.query
      ? null
      : parseSearch<Segment>(args.query, {
          fields: { name: (one, operator, value) => sameText(one.name, operator, value) },
          text: (one, word) => one.name.toLowerCase().includes(word.toLowerCase()),
        });
    const all = [...context.state.all("segment").values()].filter((one) => search?.matches(one) ?? true);
    return paginate(byId(all), args);
  },
};
