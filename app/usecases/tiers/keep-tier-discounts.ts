import { type Tiers, tagOf } from "#app/domain/tiers/tiers.ts";
import type { Clock, Logger } from "../ports.ts";
import { CERTAIN_AFTER_MS } from "../rewards/issue-redemption.ts";
import type { IssueRefusal } from "../rewards/redemption-ports.ts";
import type { ShopifyFreeShipping, TierDiscount, TierDiscounts } from "./tier-benefit-stores.ts";

export type KeepDiscountPorts = {
  readonly tierDiscounts: TierDiscounts;
  readonly freeShipping: ShopifyFreeShipping;
  readonly clock: Clock;
  readonly log: Logger;
};

type Wanted = { readonly tierId: string; readonly name: string; readonly tag: string };

/**
 * One automatic discount for each tier that ships free by itself, limited to the segment of the customers with the tier's tag: made,
 * renamed and removed as the ladder says. A lost answer is looked up by what it was asked for.
 */
export async function keepTierDiscounts(
  ports: KeepDiscountPorts,
  shopId: string,
  tiers: Tiers | null,
): Promise<void> {
  const wanted: Wanted[] = (tiers?.ladder ?? [])
    .filter(({ freeShipping }) => freeShipping === "automatic")
    .map((tier) => ({ tierId: tier.id, name: tier.name, tag: tagOf(tier) }));
  const stored = await ports.tierDiscounts.list(shopId);
  for (const row of stored)
    if (!wanted.some(({ tierId }) => tierId === row.tierId)) await removeDiscount(ports, shopId, row);
  for (const one of wanted)
    await keepDiscount(ports, shopId, one, stored.find(({ tierId }) => tierId === one.tierId) ?? null);
}

async function keepDiscount(
  ports: KeepDiscountPorts,
  shopId: string,
  wanted: Wanted,
  stored: TierDiscount | null,
): Promise<void> {
  const { freeShipping } = ports;
  const { tierId, name, tag } = wanted;
  const shown = JSON.stringify([name, tag]);
  const segment = segmentOf(shown);
  let row: TierDiscount = stored ?? {
    ...{ tierId, segmentId: null, discountId: null, shown: null, askedAt: null, failure: null },
  };
  const save = async (change: Partial<TierDiscount>) => {
    row = { ...row, ...change };
    await ports.tierDiscounts.save(shopId, row);
  };
  /** Whoever asks Shopify to make something asks alone: it has nothing by which a second one is refused. */
  const claim = async () => {
    const now = ports.clock.now();
    const isOurs = await ports.tierDiscounts.claim(shopId, row, { shown, now });
    if (isOurs) row = { ...row, discountId: null, shown, askedAt: now };
    return isOurs;
  };
  const refused = ([{ code, detail }]: readonly [IssueRefusal, ...IssueRefusal[]]) => {
    ports.log.warn({ shopId, tierId, refusal: code }, "a tier's free shipping is not in step yet");
    return code === "answer-lost"
      ? Promise.resolve()
      : save({ askedAt: null, failure: code === "refused" ? detail : row.failure });
  };

  if (row.askedAt !== null) {
    // Somebody may be at it this moment.
    if (row.discountId === null && !isCertain(ports, row.askedAt)) return;
    const found = await lookUp(ports, shopId, row);
    if (found === null) return;
    await save(found);
  }
  if (row.segmentId !== null && row.shown !== shown) {
    const changed = await freeShipping.changeSegment(shopId, row.segmentId, segment);
    if (!changed.ok) return refused(changed.refusals);
    if (changed.value === null) await save({ segmentId: null });
  }
  if (row.segmentId === null) {
    // A discount for a segment that is gone is for nobody.
    if (row.discountId !== null) {
      const deleted = await freeShipping.deleteAutomatic(shopId, row.discountId);
      if (!deleted.ok) return refused(deleted.refusals);
    }
    if (!(await claim())) return;
    const made = await freeShipping.createSegment(shopId, segment);
    if (!made.ok) return refused(made.refusals);
    await save({ segmentId: made.value, askedAt: null });
  }
  if (row.segmentId === null) return;
  if (row.discountId !== null && row.shown !== shown) {
    const changed = await freeShipping.changeAutomatic(shopId, row.discountId, { title: name });
    if (!changed.ok) return refused(changed.refusals);
    if (changed.value === null) await save({ discountId: null });
  }
  if (row.discountId === null) {
    if (!(await claim())) return;
    const { segmentId } = row;
    const made = await freeShipping.createAutomatic(shopId, {
      ...{ title: name, segmentId, from: ports.clock.now() },
    });
    if (!made.ok) return refused(made.refusals);
    await save({ discountId: made.value });
  }
  if (row.shown !== shown || row.askedAt !== null || row.failure !== null)
    await save({ shown, askedAt: null, failure: null });
}

/** What became of what was asked, or happened to what was there; null: not known yet. */
async function lookUp(
  ports: KeepDiscountPorts,
  shopId: string,
  row: TierDiscount,
): Promise<Partial<TierDiscount> | null> {
  const { freeShipping } = ports;
  const { askedAt, discountId, segmentId, shown } = row;
  if (discountId !== null) {
    const there = await freeShipping.isAutomaticThere(shopId, discountId);
    if (!there.ok) return null;
    return { askedAt: null, discountId: there.value ? discountId : null };
  }
  const found =
    segmentId === null
      ? await freeShipping.findSegment(shopId, segmentOf(shown ?? "[]"))
      : await freeShipping.findAutomatic(shopId, segmentId);
  if (!found.ok) return null;
  if (found.value === null) return askedAt !== null && isCertain(ports, askedAt) ? { askedAt: null } : null;
  return {
    askedAt: null,
    ...(segmentId === null ? { segmentId: found.value } : { discountId: found.value }),
  };
}

function isCertain({ clock }: KeepDiscountPorts, askedAt: Date): boolean {
  return clock.now().getTime() - askedAt.getTime() >= CERTAIN_AFTER_MS;
}

async function removeDiscount(ports: KeepDiscountPorts, shopId: string, row: TierDiscount): Promise<void> {
  const found = row.askedAt === null ? {} : await lookUp(ports, shopId, row);
  if (found === null) return;
  const { discountId, segmentId } = { ...row, ...found };
  if (discountId !== null) {
    const deleted = await ports.freeShipping.deleteAutomatic(shopId, discountId);
    if (!deleted.ok) return;
  }
  if (segmentId !== null) {
    const deleted = await ports.freeShipping.deleteSegment(shopId, segmentId);
    if (!deleted.ok) return;
  }
  await ports.tierDiscounts.forget(shopId, row.tierId);
}

/** `shown`: name and tag of the tier. */
function segmentOf(shown: string): { readonly name: string; readonly tag: string } {
  const [name = "", tag = ""] = JSON.parse(shown) as string[];
  return { name: `${name} (${tag})`, tag };
}
