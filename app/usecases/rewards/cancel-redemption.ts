import { isDiscount, type Redemption, type WithdrawReason } from "#app/domain/rewards/redemption.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { changeRedemption, type OnBehalf } from "./change-redemption.ts";
import { CERTAIN_AFTER_MS } from "./issue-redemption.ts";
import { type RedeemPorts, withPatience } from "./redeem-reward.ts";
import type { RedemptionReads } from "./redemption-ports.ts";
import { withdrawRedemption } from "./withdraw-redemption.ts";

export type CancelPorts = Omit<RedeemPorts, "sessions" | "ids" | "randomBytes"> & {
  readonly redemptionReads: Pick<RedemptionReads, "get">;
};

export type CancelRefusal = Refusal<"not-found" | "already-used">;

/**
 * Takes back what nobody has used: first at Shopify, then the points (law 8). Cancelled twice, they come back once. Where Shopify does
 * not answer in time, the redemption says what it still is, and is taken back without whoever asked.
 *
 * @param cancel `memberId`: whose it must be, where a shopper asks; store credit and gift cards are taken back by the merchant alone
 */
export async function cancelRedemption(
  ports: CancelPorts,
  shopId: string,
  cancel: {
    readonly redemptionId: string;
    readonly reason: WithdrawReason;
    readonly memberId?: string;
    /** Who cancels for the merchant: a staff member's or an API token's name. */
    readonly by?: string;
  },
): Promise<Outcome<Redemption, CancelRefusal>> {
  const known = await ports.redemptionReads.get(shopId, cancel.redemptionId);
  if (known === null || (cancel.memberId !== undefined && known.memberId !== cancel.memberId))
    return refuse({ code: "not-found", detail: "There is no such redemption." });
  const byShopper = cancel.memberId !== undefined;
  const { by } = cancel;
  const onBehalf: OnBehalf | undefined =
    by === undefined ? undefined : { by, action: "redemption-cancelled" };
  const mark = (current: Redemption) => {
    const mayComeBack = current.status !== "used" || (!isDiscount(current) && !byShopper);
    if (current.status === "returned" || current.withdrawing !== null || !mayComeBack) return null;
    const dueAt = new Date(ports.clock.now().getTime() + CERTAIN_AFTER_MS);
    return { ...current, withdrawing: cancel.reason, dueAt };
  };
  const marked = await changeRedemption(ports, shopId, cancel.redemptionId, mark, onBehalf);
  if (marked.status === "returned") return accept(marked);
  if (marked.withdrawing === null) return alreadyUsed();
  const step = withdrawRedemption(ports, shopId, marked);
  const redemption = (await withPatience(ports, shopId, step)) ?? marked;
  if (redemption.withdrawing !== null) ports.wake.redemptions(shopId);
  return redemption.status === "used" && redemption.withdrawing === null ? alreadyUsed() : accept(redemption);
}

function alreadyUsed() {
  return refuse({ code: "already-used" as const, detail: "It has been used, so its points stay spent." });
}
