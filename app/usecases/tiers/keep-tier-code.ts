import { discountCodeFrom, DISCOUNT_CODE_LETTERS } from "#app/domain/rewards/reward-code.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { Clock, Logger } from "../ports.ts";
import { CERTAIN_AFTER_MS } from "../rewards/issue-redemption.ts";
import type { ShopifyFreeShipping, TierCode, TierCodes } from "./tier-benefit-stores.ts";

export type KeepCodePorts = {
  readonly tierCodes: TierCodes;
  readonly freeShipping: ShopifyFreeShipping;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly clock: Clock;
  readonly log: Logger;
};

/** `isOpen`: there is more to do; look again. */
export type KeptCode = { readonly code: string | null; readonly isOpen: boolean };

const NONE: KeptCode = { code: null, isOpen: false };
const LATER: KeptCode = { code: null, isOpen: true };

/**
 * A member's own code for free shipping: made while they are in a tier that gives one, ended when not. The code is ours and stored
 * before Shopify is asked: a lost answer is looked up by it, and none is made twice.
 *
 * @param wanted null = they should have none
 */
export async function keepTierCode(
  ports: KeepCodePorts,
  shopId: string,
  memberId: string,
  wanted: { readonly customerId: string; readonly title: string } | null,
  stored: TierCode | null,
): Promise<KeptCode> {
  if (stored !== null && stored.customerId !== wanted?.customerId) {
    if (!(await endCode(ports, shopId, stored))) return LATER;
    return wanted === null ? NONE : keepTierCode(ports, shopId, memberId, wanted, null);
  }
  if (wanted === null) return NONE;
  const row = stored ?? (await chooseCode(ports, shopId, memberId, wanted.customerId));
  if (row.askedAt !== null) return lookUp(ports, shopId, row, wanted);
  return row.discountId === null ? createCode(ports, shopId, row, wanted) : { code: row.code, isOpen: false };
}

async function chooseCode(
  { tierCodes, randomBytes }: KeepCodePorts,
  shopId: string,
  memberId: string,
  customerId: string,
): Promise<TierCode> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const code = discountCodeFrom(randomBytes(DISCOUNT_CODE_LETTERS));
    if (await tierCodes.insert(shopId, { memberId, customerId, code }))
      return { memberId, customerId, code, discountId: null, askedAt: null, failure: null };
    const [other] = await tierCodes.list(shopId, [memberId]);
    if (other !== undefined) return other;
  }
  throw new Error("five codes of chance were all taken");
}

async function createCode(
  ports: KeepCodePorts,
  shopId: string,
  row: TierCode,
  { customerId, title }: { readonly customerId: string; readonly title: string },
): Promise<KeptCode> {
  const { memberId, code } = row;
  const now = ports.clock.now();
  await ports.tierCodes.save(shopId, memberId, { discountId: null, askedAt: now, failure: null });
  const made = await ports.freeShipping.createCode(shopId, { code, title, customerId, from: now });
  if (made.ok) return issued(ports, shopId, row, made.value);
  const [refusal] = made.refusals;
  if (refusal.code === "answer-lost")
    return lookUp(ports, shopId, { ...row, askedAt: now }, { customerId, title });
  const failure = refusal.code === "refused" ? refusal.detail : null;
  await ports.tierCodes.save(shopId, memberId, { discountId: null, askedAt: null, failure });
  ports.log.warn({ shopId, memberId, refusal: refusal.code }, "a code for free shipping was not made");
  return failure === null ? LATER : NONE;
}

async function lookUp(
  ports: KeepCodePorts,
  shopId: string,
  row: TierCode,
  wanted: { readonly customerId: string; readonly title: string },
): Promise<KeptCode> {
  invariant(row.askedAt !== null, "an answer is missing");
  const found = await ports.freeShipping.findCode(shopId, row.code);
  if (!found.ok) return LATER;
  if (found.value !== null) return issued(ports, shopId, row, found.value);
  // It was there and is gone, or a request that got no answer is certainly not worked on any more.
  if (row.discountId === null && !isCertain(ports, row.askedAt)) return LATER;
  return createCode(ports, shopId, row, wanted);
}

async function issued(
  { tierCodes }: KeepCodePorts,
  shopId: string,
  { memberId, code }: TierCode,
  discountId: string,
): Promise<KeptCode> {
  await tierCodes.save(shopId, memberId, { discountId, askedAt: null, failure: null });
  return { code, isOpen: false };
}

/** False: not yet. */
async function endCode(ports: KeepCodePorts, shopId: string, row: TierCode): Promise<boolean> {
  const { memberId, code, askedAt } = row;
  const found = await ports.freeShipping.findCode(shopId, code);
  if (!found.ok) return false;
  if (found.value === null && row.discountId === null && askedAt !== null && !isCertain(ports, askedAt))
    return false;
  if (found.value !== null) {
    const ended = await ports.freeShipping.endCode(shopId, found.value);
    if (!ended.ok) return false;
  }
  await ports.tierCodes.forget(shopId, memberId);
  return true;
}

function isCertain({ clock }: KeepCodePorts, askedAt: Date): boolean {
  return clock.now().getTime() - askedAt.getTime() >= CERTAIN_AFTER_MS;
}
