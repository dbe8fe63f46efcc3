/** `node`, `nodes` and whatever else finds an object of any type by its gid. */
import type { ApiContext, TypeResolvers } from "../context.ts";
import { assertTypeAllowed } from "../access.ts";
import { idOf } from "../../state/ids.ts";
import { badRequest, MAXIMUM_PAGE_SIZE } from "../connection.ts";
import { visibleOrder } from "./order-queries.ts";

type Find = (context: ApiContext, id: string) => object | null;

const FINDERS: Readonly<Record<string, Find>> = {
  AppInstallation: (context, id) =>
    context.state.installation?.id === id ? context.state.installation : null,
  BulkOperation: (context, id) => context.state.get("bulkOperation", id),
  Collection: (context, id) => context.state.get("collection", id),
  Customer: (context, id) => context.state.get("customer", id),
  DiscountAutomaticNode: (context, id) => {
    const found = context.state.get("discount", id);
    return found?.automatic ? found : null;
  },
  DiscountCodeNode: (context, id) => codeDiscount(context, id),
  DiscountNode: (context, id) => codeDiscount(context, id),
  GiftCard: (context, id) => context.state.get("giftCard", id),
  Metafield: (context, id) => context.state.get("metafield", id),
  MetafieldDefinition: (context, id) => context.state.get("metafieldDefinition", id),
  Order: visibleOrder,
  Product: (context, id) => context.state.get("product", id),
  Segment: (context, id) => context.state.get("segment", id),
  ProductVariant: (context, id) => variant(context, id),
  Shop: (context, id) => (context.state.shop.id === id ? context.state.shop : null),
  StoreCreditAccount: (context, id) => context.state.get("storeCreditAccount", id),
  Refund: (context, id) => refund(context, id),
  LineItem: (context, id) => lineItem(context, id),
};

function codeDiscount(context: ApiContext, id: string): object | null {
  const found = context.state.get("discount", id);
  return found && !found.automatic ? found : null;
}

function variant(context: ApiContext, id: string): object | null {
  for (const product of context.state.all("product").values()) {
    const found = product.variants.find((one) => one.id === id);
    if (found) return { product, variant: found };
  }
  return null;
}

function refund(context: ApiContext, id: string): object | null {
  for (const order of context.state.all("order").values()) {
    const found = order.refunds.find((one) => one.id === id);
    if (found) return visibleOrder(context, order.id) && { order, refund: found };
  }
  return null;
}

function lineItem(context: ApiContext, id: string): object | null {
  for (const order of context.state.all("order").values()) {
    const line = order.lines.find((one) => one.id === id);
    if (line) return visibleOrder(context, order.id) && { order, line };
  }
  return null;
}

/** Null where nothing has that gid; `field` names the field in a refusal. */
export function nodeByGid(context: ApiContext, gidText: string, field: string): object | null {
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\/\d+/.exec(gidText)?.[1];
  if (type === undefined) throw badRequest(`Invalid global id '${gidText}'`);
  const find = FINDERS[type];
  const id = idOf(type, gidText);
  if (!find || id === null) return null;
  assertTypeAllowed(type, field, context.access);
  const found = find(context, id);
  return found ? { ...found, __typename: type } : null;
}

export const nodeQueries: TypeResolvers = {
  node: (_, args, context) => nodeByGid(context, args.id, "node"),
  nodes: (_, args: { ids: string[] }, context) => {
    if (args.ids.length > MAXIMUM_PAGE_SIZE) {
      throw badRequest(
        `The input array size of ${args.ids.length} is greater than the maximum allowed of ${MAXIMUM_PAGE_SIZE}.`,
      );
    }
    return args.ids.map((id) => nodeByGid(context, id, "nodes"));
  },
};
