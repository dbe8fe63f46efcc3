import { applyEffects } from "#app/domain/earning/apply-effects.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import type { Settlement, SettlingContext } from "#app/domain/earning/settle-order.ts";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { type Account, bringUpToDate, countPurchase, post } from "./accounts.ts";
import type { ShopRecord } from "./ports.ts";

/** What the settling of an order depends on besides the order: the shop, its programs, whose order it is. */
export function contextOf(
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  account: Account | null,
): SettlingContext {
  return {
    ...{ currency: shop.currency, timeZone: shop.timeZone, versions },
    history: { earns: shop.historyEarns, from: shop.historyFrom },
    member:
      account === null
        ? null
        : {
            memberId: account.member.memberId,
            takesPart: account.member.participation === "member",
            joinedOn: account.member.joinedOn,
          },
  };
}

export function participationRule(shop: ShopRecord): ParticipationRule {
  return { mode: shop.participation, excludedTag: shop.excludedTag };
}

/** The books and figures of the member after one of their orders was settled. */
export function settleAccount(
  account: Account,
  previous: OrderRecord | null,
  { next, effects }: Settlement,
  context: { readonly versions: readonly ProgramVersion[]; readonly timeZone: string; readonly now: Date },
): void {
  countPurchase(account, previous, next);
  if (effects.length === 0) return;
  bringUpToDate(account, context.now);
  const order = { orderId: next.orderId, memberId: account.member.memberId };
  post(account, applyEffects(account.books, effects, order, context));
}
