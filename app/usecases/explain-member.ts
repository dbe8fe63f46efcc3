import type { OrderListItem, OrderReads } from "./admin-ports.ts";
import type { Clock, EntryRecord, MemberReads, MemberRecord } from "./ports.ts";

/** The newest orders that a member's page shows. */
const ORDERS_MAX = 50;

export type ExplainedMember = {
  readonly member: Omit<MemberRecord, "spentMinor"> & { readonly spentMinor: string };
  /** Newest first, each with the name of the order that it comes of. */
  readonly entries: readonly (EntryRecord & { readonly orderName: string | null })[];
  readonly hasOlder: boolean;
  readonly orders: readonly (Omit<OrderListItem, "goodsMinor" | "goodsLeftMinor" | "totalMinor"> & {
    readonly goodsMinor: string;
    readonly goodsLeftMinor: string;
    readonly totalMinor: string;
  })[];
};

/** Everything that answers "why does this member have these points?"; money as decimal text of minor units. Null: no such member. */
export async function explainMember(
  ports: { readonly memberReads: MemberReads; readonly orderReads: OrderReads; readonly clock: Clock },
  shopId: string,
  memberId: string,
  limits: { readonly entries: number },
): Promise<ExplainedMember | null> {
  const member = await ports.memberReads.getMember(shopId, memberId, ports.clock.now());
  if (member === null) return null;
  const found = await ports.memberReads.listEntries(shopId, memberId, { order: "desc", after: null, limit: limits.entries + 1 });
  const entries = found.slice(0, limits.entries);
  const sourcesOf = (type: string) => entries.flatMap(({ source }) => (source.type === type ? [source.id] : []));
  const [orders, orderNames, refundNames] = await Promise.all([
    ports.orderReads.listOrdersOfMember(shopId, memberId, ORDERS_MAX),
    ports.orderReads.nameOrders(shopId, sourcesOf("order")),
    ports.orderReads.nameRefunds(shopId, sourcesOf("refund")),
  ]);
  return {
    member: { ...member, spentMinor: String(member.spentMinor) },
    entries: entries.map((entry) => ({
      ...entry,
      orderName: orderNames.get(entry.source.id) ?? refundNames.get(entry.source.id) ?? null,
    })),
    hasOlder: found.length > limits.entries,
    orders: orders.map((order) => ({
      ...order,
      goodsMinor: String(order.goodsMinor),
      goodsLeftMinor: String(order.goodsLeftMinor),
      totalMinor: String(order.totalMinor),
    })),
  };
}
