import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { OrderListItem, OrderReads } from "./admin-ports.ts";
import type { Clock, EntryRecord, MemberReads, MemberRecord } from "./ports.ts";

/** The newest orders that a member's page shows. */
const ORDERS_MAX = 50;

export type ExplainedMember = {
  readonly member: Omit<MemberRecord, "spentMinor"> & { readonly spentMinor: string };
  /** Newest first, each with the order that it comes of. */
  readonly entries: readonly (EntryRecord & {
    readonly orderName: string | null;
    readonly orderId: string | null;
  })[];
  /** The program versions behind these entries. */
  readonly versions: readonly ProgramVersion[];
  readonly hasOlder: boolean;
  readonly orders: readonly (Omit<OrderListItem, "goodsMinor" | "goodsLeftMinor" | "totalMinor"> & {
    readonly goodsMinor: string;
    readonly goodsLeftMinor: string;
    readonly totalMinor: string;
  })[];
};

/** Everything that answers "why does this member have these points?"; money as decimal text of minor units. Null: no such member. */
export async function explainMember(
  ports: {
    readonly memberReads: MemberReads;
    readonly orderReads: OrderReads;
    readonly programs: { list(shopId: string): Promise<ProgramVersion[]> };
    readonly clock: Clock;
  },
  shopId: string,
  memberId: string,
  limits: { readonly entries: number },
): Promise<ExplainedMember | null> {
  const member = await ports.memberReads.getMember(shopId, memberId, ports.clock.now());
  if (member === null) return null;
  const found = await ports.memberReads.listEntries(shopId, memberId, {
    order: "desc",
    after: null,
    limit: limits.entries + 1,
  });
  const entries = found.slice(0, limits.entries);
  const sourcesOf = (type: string) =>
    entries.flatMap(({ source }) => (source.type === type ? [source.id] : []));
  const [orders, orderNames, refunds, versions] = await Promise.all([
    ports.orderReads.listOrdersOfMember(shopId, memberId, ORDERS_MAX),
    ports.orderReads.nameOrders(shopId, [...sourcesOf("order"), ...sourcesOf("order-bonus")]),
    ports.orderReads.nameRefunds(shopId, sourcesOf("refund")),
    ports.programs.list(shopId),
  ]);
  const named = new Set(entries.map(({ programVersion }) => programVersion));
  return {
    member: { ...member, spentMinor: String(member.spentMinor) },
    entries: entries.map(({ source, ...entry }) => {
      const isOfOrder = source.type === "order" || source.type === "order-bonus";
      const orderId = isOfOrder ? source.id : (refunds.get(source.id)?.orderId ?? null);
      return {
        ...entry,
        source,
        orderId,
        orderName: orderNames.get(source.id) ?? refunds.get(source.id)?.name ?? null,
      };
    }),
    versions: versions.filter(({ version }) => named.has(version)),
    hasOlder: found.length > limits.entries,
    orders: orders.map((order) => ({
      ...order,
      goodsMinor: String(order.goodsMinor),
      goodsLeftMinor: String(order.goodsLeftMinor),
      totalMinor: String(order.totalMinor),
    })),
  };
}
