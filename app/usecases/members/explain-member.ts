import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { OrderListItem, OrderReads, TellableContribution } from "../reports/admin-ports.ts";
import type { CampaignReads } from "../campaigns/campaign-ports.ts";
import type { Occasions } from "../occasions/occasion-ports.ts";
import type { RedemptionReads } from "../rewards/redemption-ports.ts";
import type { Clock, EntryRecord, MemberReads, MemberRecord } from "../ports.ts";

/** The newest orders that a member's page shows. */
const ORDERS_MAX = 50;

export type ExplainedMember = {
  readonly member: Omit<MemberRecord, "spentMinor"> & { readonly spentMinor: string };
  /** null: not known, or of nobody any more. */
  readonly birthday: BirthdayFacts | null;
  /** Newest first, each with the order that it comes of. */
  readonly entries: readonly (EntryRecord & {
    readonly orderName: string | null;
    readonly orderId: string | null;
    /** Of the redemption that took the points, or gave them back. */
    readonly rewardName: string | null;
    /** What made that order's points; null: no order, or one plain rule. */
    readonly earnedBy: OrderListItem["earnedBy"];
  })[];
  /** The program versions behind these entries and orders. */
  readonly versions: readonly ProgramVersion[];
  /** Id → name of the campaigns behind them. */
  readonly campaigns: Readonly<Record<string, string>>;
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
    readonly occasions: Pick<Occasions, "getBirthday">;
    readonly redemptionReads: Pick<RedemptionReads, "nameRewards">;
    readonly campaignReads: Pick<CampaignReads, "nameCampaigns">;
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
  const [birthday, orders, orderNames, refunds, rewardNames, versions] = await Promise.all([
    ports.occasions.getBirthday(shopId, memberId),
    ports.orderReads.listOrdersOfMember(shopId, memberId, ORDERS_MAX),
    ports.orderReads.nameOrders(shopId, [...sourcesOf("order"), ...sourcesOf("order-bonus")]),
    ports.orderReads.nameRefunds(shopId, sourcesOf("refund")),
    ports.redemptionReads.nameRewards(shopId, sourcesOf("redemption")),
    ports.programs.list(shopId),
  ]);
  const named = new Set([...entries, ...orders].map(({ programVersion }) => programVersion));
  const ofEntries = [...orderNames.values(), ...refunds.values()];
  const campaignIds = new Set([
    ...sourcesOf("campaign"),
    ...[...orders, ...ofEntries].flatMap(({ earnedBy }) => campaignsIn(earnedBy ?? [])),
  ]);
  const campaigns = await ports.campaignReads.nameCampaigns(shopId, [...campaignIds]);
  return {
    member: { ...member, spentMinor: String(member.spentMinor) },
    birthday,
    entries: entries.map(({ source, ...entry }) => {
      const isOfOrder = source.type === "order" || source.type === "order-bonus";
      const order = orderNames.get(source.id) ?? refunds.get(source.id);
      return {
        ...entry,
        source,
        orderId: isOfOrder ? source.id : (order?.orderId ?? null),
        orderName: order?.name ?? null,
        rewardName: source.type === "redemption" ? (rewardNames.get(source.id) ?? null) : null,
        earnedBy: order?.earnedBy ?? null,
      };
    }),
    versions: versions.filter(({ version }) => named.has(version)),
    campaigns: Object.fromEntries(campaigns),
    hasOlder: found.length > limits.entries,
    orders: orders.map((order) => ({
      ...order,
      goodsMinor: String(order.goodsMinor),
      goodsLeftMinor: String(order.goodsLeftMinor),
      totalMinor: String(order.totalMinor),
    })),
  };
}

const CAMPAIGN = "campaign:";

function campaignsIn(contributions: readonly TellableContribution[]): string[] {
  return contributions
    .flatMap(({ source, multipliers }) => [source, ...multipliers.map((one) => one.source)])
    .flatMap((source) => (source.startsWith(CAMPAIGN) ? [source.slice(CAMPAIGN.length)] : []));
}
