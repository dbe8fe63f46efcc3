import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { nextRedemption } from "#app/domain/rewards/redemption-life.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { changeRedemption, type ChangeRedemptionPorts } from "./change-redemption.ts";
import type { Logger, MemberReads, ShopRecord } from "../ports.ts";
import type { IssueRefusal, RedemptionQueue, ShopifyRewards } from "./redemption-ports.ts";

export type IssuePorts = ChangeRedemptionPorts & {
  readonly redemptionQueue: RedemptionQueue;
  readonly shopifyRewards: ShopifyRewards;
  readonly memberReads: Pick<MemberReads, "getMember">;
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly log: Logger;
};

/** A request that got no answer may still be worked on: before this long, "not there" is no proof that it was not done. */
export const CERTAIN_AFTER_MS = 30_000;

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60 * 60 * 1000;

function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

/** When to try again what did not work for the `attempts`-th time. */
export function retryAt(attempts: number, now: Date): Date {
  return after(now, Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts, 20), LONGEST_RETRY_MS));
}

/** For whom and in which money; null customer: erased, or not known to Shopify. */
export async function buyerOf(ports: IssuePorts, shopId: string, redemption: Redemption) {
  const [shop, member] = await Promise.all([
    ports.shops.get(shopId),
    ports.memberReads.getMember(shopId, redemption.memberId, ports.clock.now()),
  ]);
  invariant(shop !== null, `${shopId} is installed`);
  return { currency: shop.currency, timeZone: shop.timeZone, customerId: member?.customerId ?? null };
}

/**
 * Asks Shopify for what the points were taken for, once (law 8): refused, the points come back; not reached, it is asked again later;
 * where the answer is lost, the truth is looked up.
 */
export async function issueRedemption(
  ports: IssuePorts,
  shopId: string,
  redemptionId: string,
): Promise<Redemption | null> {
  const now = ports.clock.now();
  const until = after(now, CERTAIN_AFTER_MS);
  const redemption = await ports.redemptionQueue.claimToAsk(shopId, redemptionId, now, until);
  if (redemption === null) return null;
  const { customerId, ...shop } = await buyerOf(ports, shopId, redemption);
  if (customerId === null) return refused(ports, shopId, redemptionId, "the customer is no longer known");
  const answer = await ports.shopifyRewards.issue(shopId, { redemption, customerId, ...shop });
  if (answer.ok) return issued(ports, shopId, redemptionId, answer.value);
  const [refusal] = answer.refusals;
  switch (refusal.code) {
    case "refused":
      return refused(ports, shopId, redemptionId, refusal.detail);
    case "unreachable":
      return putOff(ports, shopId, redemptionId, refusal, { asked: false });
    case "answer-lost":
      return lookUpRedemption(ports, shopId, redemption);
  }
}

/** What became of a request whose answer nobody has: never asked again blind, never given back blind. */
export async function lookUpRedemption(
  ports: IssuePorts,
  shopId: string,
  redemption: Redemption,
): Promise<Redemption> {
  const { redemptionId } = redemption;
  const buyer = await buyerOf(ports, shopId, redemption);
  const claimed = (ids: readonly string[]) => ports.redemptionQueue.listClaimed(shopId, ids);
  const found = await ports.shopifyRewards.find(shopId, { redemption, ...buyer, claimed });
  if (!found.ok) return putOff(ports, shopId, redemptionId, found.refusals[0], { asked: true });
  if (found.value.kind === "found") return issued(ports, shopId, redemptionId, found.value);
  const { kind } = found.value;
  return changeRedemption(ports, shopId, redemptionId, (current) => {
    if (current.status !== "reserved" || current.askedAt === null) return null;
    const now = ports.clock.now();
    const certainAt = after(current.askedAt, CERTAIN_AFTER_MS);
    if (kind === "missing" && now < certainAt) return { ...current, dueAt: certainAt };
    // A credit leaves no name of ours at Shopify: only the merchant can tell.
    if (kind === "ambiguous" || current.reward.kind === "store-credit")
      return { ...current, question: "credit-unknown", dueAt: null };
    if (current.withdrawing !== null)
      return nextRedemption(current, { kind: "returned", at: now, reason: current.withdrawing });
    return { ...current, askedAt: null, dueAt: now };
  });
}

function issued(
  ports: IssuePorts,
  shopId: string,
  redemptionId: string,
  made: { readonly issuedId: string; readonly valueMinor: bigint | null },
): Promise<Redemption> {
  const { issuedId, valueMinor } = made;
  return changeRedemption(ports, shopId, redemptionId, (current) =>
    nextRedemption(current, { kind: "issued", at: ports.clock.now(), issuedId, valueMinor }),
  );
}

/** The points come back at once; the reason stays for whoever asks again under the same key. */
async function refused(
  ports: IssuePorts,
  shopId: string,
  redemptionId: string,
  detail: string,
): Promise<Redemption> {
  ports.log.warn({ shopId, redemptionId, detail }, "Shopify refused a reward; its points came back");
  return changeRedemption(ports, shopId, redemptionId, (current) => {
    const next = nextRedemption(current, { kind: "returned", at: ports.clock.now(), reason: "refused" });
    return next && { ...next, failure: `refused: ${detail}`.slice(0, 500) };
  });
}

/** `asked: false`: nothing was done, so that it may be asked as if for the first time. */
export function putOff(
  ports: IssuePorts,
  shopId: string,
  redemptionId: string,
  refusal: IssueRefusal,
  { asked }: { readonly asked: boolean },
): Promise<Redemption> {
  ports.log.warn({ shopId, redemptionId, refusal: refusal.code }, "a redemption's step is tried again later");
  return changeRedemption(ports, shopId, redemptionId, (current) => {
    if (current.status === "returned") return null;
    const attempts = current.attempts + Number(asked);
    return {
      ...current,
      attempts,
      askedAt: asked ? current.askedAt : null,
      failure: `${refusal.code}: ${refusal.detail}`.slice(0, 500),
      dueAt: retryAt(attempts, ports.clock.now()),
    };
  });
}
