import { isDiscount, type Redemption, type ReturnReason } from "#app/domain/rewards/redemption.ts";
import { nextRedemption } from "#app/domain/rewards/redemption-life.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import { changeRedemption } from "./change-redemption.ts";
import {
  buyerOf,
  CERTAIN_AFTER_MS,
  type IssuePorts,
  issueRedemption,
  lookUpRedemption,
  putOff,
} from "./issue-redemption.ts";
import type { IssueRefusal, Standing } from "./redemption-ports.ts";

/**
 * The step that is due for a redemption that shall be taken back: first it is made unusable at Shopify, and only what nobody has used
 * gives its points back.
 */
export async function withdrawRedemption(
  ports: IssuePorts,
  shopId: string,
  redemption: Redemption,
): Promise<Redemption> {
  const { redemptionId, withdrawing, status } = redemption;
  if (withdrawing === null) return redemption;
  if (status === "reserved") {
    if (redemption.askedAt !== null) return lookUpRedemption(ports, shopId, redemption);
    return changeRedemption(ports, shopId, redemptionId, (current) =>
      // Asked meanwhile by somebody else: then its truth is looked up when that is due.
      current.status === "reserved" && current.askedAt !== null
        ? null
        : nextRedemption(current, { kind: "returned", at: ports.clock.now(), reason: withdrawing }),
    );
  }
  if (!isDiscount(redemption)) return takeBackMoney(ports, shopId, redemption, withdrawing);
  const buyer = await buyerOf(ports, shopId, redemption);
  const stood = await ports.shopifyRewards.withdraw(shopId, { redemption, ...buyer });
  if (!stood.ok) return putOff(ports, shopId, redemptionId, stood.refusals[0], { asked: true });
  return settleStanding(ports, shopId, redemptionId, stood.value, withdrawing);
}

/** Used, or the points come back. */
export function settleStanding(
  ports: IssuePorts,
  shopId: string,
  redemptionId: string,
  standing: Standing,
  reason: ReturnReason,
): Promise<Redemption> {
  const at = ports.clock.now();
  return changeRedemption(ports, shopId, redemptionId, (current) =>
    standing.kind === "used"
      ? nextRedemption(current, { kind: "ordered", at, orderId: standing.orderId })
      : nextRedemption(current, { kind: "returned", at, reason }),
  );
}

/** Store credit and gift cards come back only while all of their money is there. */
async function takeBackMoney(
  ports: IssuePorts,
  shopId: string,
  redemption: Redemption,
  reason: ReturnReason,
): Promise<Redemption> {
  const { redemptionId } = redemption;
  const buyer = await buyerOf(ports, shopId, redemption);
  const order = { redemption, ...buyer };
  const outcome =
    redemption.reward.kind === "gift-card"
      ? await ports.shopifyRewards.withdraw(shopId, order)
      : await takeBackCredit(ports, shopId, redemption, buyer);
  if (!outcome.ok) return putOff(ports, shopId, redemptionId, outcome.refusals[0], { asked: true });
  const taken = outcome.value;
  return changeRedemption(ports, shopId, redemptionId, (current) => {
    if (current.status !== "used" || current.withdrawing === null) return null;
    const at = ports.clock.now();
    if (taken === "unknown") {
      const certainAt = new Date((current.askedAt ?? at).getTime() + CERTAIN_AFTER_MS);
      return at < certainAt
        ? { ...current, dueAt: certainAt }
        : { ...current, question: "debit-unknown", dueAt: null };
    }
    if (taken.kind === "used")
      return { ...current, withdrawing: null, askedAt: null, dueAt: null, failure: null };
    return nextRedemption(current, { kind: "returned", at, reason });
  });
}

async function takeBackCredit(
  ports: IssuePorts,
  shopId: string,
  redemption: Redemption,
  { customerId, currency }: { readonly customerId: string | null; readonly currency: string },
): Promise<Outcome<Standing | "unknown", IssueRefusal>> {
  // Nobody is left to take it from.
  if (customerId === null) return accept({ kind: "used", orderId: null });
  if (redemption.askedAt === null) {
    const stands = await ports.shopifyRewards.inspect(shopId, { redemption, customerId });
    if (!stands.ok || stands.value.kind === "used") return stands;
    const asked = await changeRedemption(ports, shopId, redemption.redemptionId, (current) =>
      current.status === "used" && current.withdrawing !== null && current.askedAt === null
        ? { ...current, askedAt: ports.clock.now() }
        : null,
    );
    const order = { redemption: asked, customerId, currency };
    const answer = await ports.shopifyRewards.debitCredit(shopId, order);
    if (answer.ok) return accept({ kind: "gone" });
    if (answer.refusals[0].code === "refused") return accept({ kind: "used", orderId: null });
    if (answer.refusals[0].code === "unreachable") {
      await changeRedemption(ports, shopId, redemption.redemptionId, (current) => ({
        ...current,
        askedAt: null,
      }));
      return answer;
    }
    return lookUpDebit(ports, shopId, order);
  }
  return lookUpDebit(ports, shopId, { redemption, customerId, currency });
}

async function lookUpDebit(
  ports: IssuePorts,
  shopId: string,
  order: { readonly redemption: Redemption; readonly customerId: string; readonly currency: string },
): Promise<Outcome<Standing | "unknown", IssueRefusal>> {
  const found = await ports.shopifyRewards.findDebit(shopId, order);
  if (!found.ok) return found;
  return accept(found.value.kind === "found" ? { kind: "gone" } : "unknown");
}

/** What is due for one redemption, whatever it is. */
export async function advanceRedemption(
  ports: IssuePorts,
  shopId: string,
  redemption: Redemption,
): Promise<Redemption> {
  const { redemptionId } = redemption;
  if (redemption.question !== null) return redemption;
  if (redemption.withdrawing !== null) return withdrawRedemption(ports, shopId, redemption);
  switch (redemption.status) {
    case "reserved":
      if (redemption.askedAt !== null) {
        const now = await lookUpRedemption(ports, shopId, redemption);
        if (now.status !== "reserved" || now.askedAt !== null) return now;
      }
      return (await issueRedemption(ports, shopId, redemptionId)) ?? redemption;
    case "issued":
      return checkIssued(ports, shopId, redemption);
    case "used":
      return returnWithOrder(ports, shopId, redemption);
    case "expired":
      return tidyExpired(ports, shopId, redemption);
    case "returned":
      return changeRedemption(ports, shopId, redemptionId, (current) => ({ ...current, dueAt: null }));
  }
}

/** Something happened to its discount at Shopify: deleted or ended by the merchant, used, or nothing of that. */
async function checkIssued(ports: IssuePorts, shopId: string, redemption: Redemption): Promise<Redemption> {
  const { redemptionId } = redemption;
  const buyer = await buyerOf(ports, shopId, redemption);
  const stood = await ports.shopifyRewards.inspect(shopId, { redemption, ...buyer });
  if (!stood.ok) return putOff(ports, shopId, redemptionId, stood.refusals[0], { asked: true });
  const standing = stood.value;
  if (standing.kind !== "open")
    return settleStanding(ports, shopId, redemptionId, standing, "deleted-at-shopify");
  const now = ports.clock.now();
  const hasEnded = standing.endsAt !== null && standing.endsAt <= now;
  return changeRedemption(ports, shopId, redemptionId, (current) => {
    if (current.status !== "issued") return null;
    const hasExpired = current.expiresAt !== null && current.expiresAt <= now;
    if (hasEnded && !hasExpired)
      return nextRedemption(current, { kind: "returned", at: now, reason: "ended-at-shopify" });
    // The merchant may have given it another end.
    return { ...current, expiresAt: standing.endsAt, dueAt: standing.endsAt, failure: null };
  });
}

/**
 * An expired code leaves Shopify, which holds only so many. Its points stay where they are: whoever gives them back later, once, finds the
 * code gone. One that an order has used turns out used, and one to which the merchant gave another end is left alone until then.
 */
async function tidyExpired(ports: IssuePorts, shopId: string, redemption: Redemption): Promise<Redemption> {
  const { redemptionId } = redemption;
  const order = { redemption, ...(await buyerOf(ports, shopId, redemption)) };
  const stands = await ports.shopifyRewards.inspect(shopId, order);
  if (!stands.ok) return putOff(ports, shopId, redemptionId, stands.refusals[0], { asked: true });
  const now = ports.clock.now();
  const livesOn = stands.value.kind === "open" && (stands.value.endsAt === null || stands.value.endsAt > now);
  const ended =
    stands.value.kind === "open" && !livesOn ? await ports.shopifyRewards.withdraw(shopId, order) : stands;
  if (!ended.ok) return putOff(ports, shopId, redemptionId, ended.refusals[0], { asked: true });
  const standing = ended.value;
  return changeRedemption(ports, shopId, redemptionId, (current) => {
    if (current.status !== "expired" || current.withdrawing !== null) return null;
    if (standing.kind === "used")
      return nextRedemption(current, { kind: "ordered", at: now, orderId: standing.orderId });
    return { ...current, dueAt: standing.kind === "open" ? standing.endsAt : null, failure: null };
  });
}

/** Its order was cancelled, refunded in full or deleted: the code is taken from Shopify, then the points come back, once. */
async function returnWithOrder(
  ports: IssuePorts,
  shopId: string,
  redemption: Redemption,
): Promise<Redemption> {
  const { redemptionId, orderId } = redemption;
  const undone = orderId === null ? null : await ports.redemptionQueue.findUndoing(shopId, orderId);
  if (undone === null || !isDiscount(redemption))
    return changeRedemption(ports, shopId, redemptionId, (current) => ({ ...current, dueAt: null }));
  const buyer = await buyerOf(ports, shopId, redemption);
  const gone = await ports.shopifyRewards.withdraw(shopId, { redemption, ...buyer });
  if (!gone.ok) return putOff(ports, shopId, redemptionId, gone.refusals[0], { asked: true });
  return changeRedemption(ports, shopId, redemptionId, (current) =>
    nextRedemption(current, { kind: "returned", at: ports.clock.now(), reason: undone }),
  );
}
