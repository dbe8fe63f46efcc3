import { applyEffects, applyFulfilment } from "#app/domain/earning/apply-effects.ts";
import type { EarningSurroundings } from "#app/domain/earning/order-earnings.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import type { Settlement, SettlingContext } from "#app/domain/earning/settle-order.ts";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import type { SegmentMember } from "#app/domain/membership/segment.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { type Account, bringUpToDate, countPurchase, post } from "./accounts.ts";
import { countGiven, type Giving, surroundingsOf, tiersOf } from "./giving.ts";
import type { Member } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";

/** What the settling of an order depends on besides the order: the shop, its programs, whose order it is, what is left to give. */
export function contextOf(
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  account: Account | null,
  giving: Giving,
): SettlingContext {
  const surroundings: EarningSurroundings = surroundingsOf(giving, shop, account?.member.memberId ?? null);
  return {
    ...surroundings,
    versions,
    history: { earns: shop.historyEarns, from: shop.historyFrom },
    member:
      account === null
        ? null
        : {
            memberId: account.member.memberId,
            takesPart: account.member.participation === "member",
            joinedOn: account.member.joinedOn,
            traits: traitsOf(account.member),
          },
  };
}

/** What segments and conditions look at; the purchases are those before the order that is being settled. */
export function traitsOf({ tags, ordersCount, spentMinor, lastOrderOn, balance }: Member): SegmentMember {
  return { tags, ordersCount, spentMinor, lastOrderOn, balance };
}

export function participationRule(shop: ShopRecord): ParticipationRule {
  return { mode: shop.participation, excludedTag: shop.excludedTag };
}

/** The books and figures of the member after one of their orders was settled; counts what caps and budgets gave it. */
export function settleAccount(
  account: Account,
  previous: OrderRecord | null,
  { next, effects }: Settlement,
  context: {
    readonly versions: readonly ProgramVersion[];
    readonly timeZone: string;
    readonly now: Date;
    readonly giving: Giving | null;
  },
): void {
  const { memberId } = account.member;
  const { now, timeZone, giving } = context;
  countPurchase(account, previous, next);
  if (giving !== null) countGiven(giving, memberId, timeZone, previous, next);
  const { orderId, earnedAt, paidAt, fulfilledAt, programVersion } = next;
  const order = { orderId, memberId, earnedAt, paidAt, fulfilledAt };
  const tiersBefore = giving?.tierHistory ? tiersOf(giving.tierHistory, memberId) : undefined;
  const effectContext = { ...context, tiersBefore };
  const isFulfilledNow = fulfilledAt !== null && previous !== null && previous.fulfilledAt === null;
  if (isFulfilledNow && programVersion !== null)
    post(account, applyFulfilment(account.books, order, programVersion, effectContext));
  if (effects.length === 0) return;
  bringUpToDate(account, now, "sliding");
  post(account, applyEffects(account.books, effects, order, effectContext));
}
