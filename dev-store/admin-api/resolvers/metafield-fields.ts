import { compareIds } from "../../state/ids.ts";
import { paginate, type PageArguments } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { isOpenNamespace, resolveNamespace } from "../metafield-namespace.ts";

/** The two fields of `HasMetafields`, for the owner that `gidOf` names. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the owner's source is the caller's
export function metafieldFields(gidOf: (source: any, context: ApiContext) => string): TypeResolvers {
  return {
    metafield: (source, args, context) => {
      const found = context.state.metafield(
        gidOf(source, context),
        resolveNamespace(args.namespace),
        args.key,
      );
      return found && isOpenNamespace(found.namespace) ? found : null;
    },
    metafields: (
      source,
      args: PageArguments & { namespace?: string | null; keys?: string[] | null },
      context,
    ) => {
      const namespace =
        args.namespace === null || args.namespace === undefined ? null : resolveNamespace(args.namespace);
      const keys = args.keys?.map((key) => {
        const dot = key.lastIndexOf(".");
        return dot < 0 ? key : `${resolveNamespace(key.slice(0, dot))}.${key.slice(dot + 1)}`;
      });
      const items = context.state
        .metafieldsOf(gidOf(source, context))
        .filter((one) => isOpenNamespace(one.namespace))
        .filter((one) => namespace === null || one.namespace === namespace)
        .filter(
          (one) =>
            !keys ||
            keys.includes(namespace === null ? `${one.namespace}.${one.key}` : one.key) ||
            keys.includes(`${one.namespace}.${one.key}`),
        )
        .sort((a, b) => compareIds(a.id, b.id));
      return paginate(byId(items), args);
    },
  };
}

/** A list sorted by id, the default order of most connections. */
export function byId<T extends { id: string }>(items: readonly T[]) {
  return {
    items,
    positionOf: (item: T) => ({ value: item.id, id: item.id }),
    compare: (a: { id: string }, b: { id: string }) => compareIds(a.id, b.id),
  };
}
