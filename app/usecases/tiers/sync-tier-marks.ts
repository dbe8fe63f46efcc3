import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import { findTier } from "#app/domain/tiers/tier-at.ts";
import {
  decideMark,
  ladderShown,
  type MarkDecision,
  type MarkSteps,
  wantedMark,
  whileMarking,
} from "#app/domain/tiers/tier-marks.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import type { ShopRecord } from "../ports.ts";
import { keepTierCode, type KeepCodePorts, type KeptCode } from "./keep-tier-code.ts";
import { keepTierDiscounts, type KeepDiscountPorts } from "./keep-tier-discounts.ts";
import type { DueMark, ShopifyTierMarks, TierMarks } from "./tier-mark-ports.ts";

export type SyncTierMarksPorts = KeepCodePorts &
  KeepDiscountPorts & {
    readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
    readonly programs: { getCurrent(shopId: string): Promise<ProgramVersion | null> };
    readonly tierMarks: TierMarks;
    readonly shopifyTierMarks: ShopifyTierMarks;
  };

const BATCH = 100;
/** Shopify takes this many metafields in one call. */
const A_CALL = 25;

/** A due mark with what is to be done about it. */
type Planned = MarkDecision & {
  readonly due: DueMark;
  /** There is more to do after the steps. */
  readonly isOpen: boolean;
};

/**
 * Brings what Shopify has of tiers in step with where members stand: tag and metafield of each, free shipping by code or by itself.
 * Nothing before Launch; where tiers are off or everything was removed from Shopify, nothing stays. What may be there is written
 * before Shopify is asked, so that it may be killed and run again anywhere.
 */
export async function syncTierMarks(
  ports: SyncTierMarksPorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<Outcome<unknown>> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.launchedAt === null || shop.uninstalledAt !== null) return accept(null);
  const { tiers, shown, before } = await readLadderShown(ports, shop);
  if (before !== shown) {
    const { define, drop } = ports.shopifyTierMarks;
    const isNothingNew = tiers === null && before === null;
    const prepared = tiers !== null ? await define(shopId) : isNothingNew ? accept(null) : await drop(shopId);
    if (!prepared.ok) return prepared;
    await ports.tierMarks.markEverybodyDue(shopId, shown);
  }
  await keepTierDiscounts(ports, shopId, tiers);
  for (let after: string | null = null; signal?.aborted !== true;) {
    const due: DueMark[] = await ports.tierMarks.listDue(shopId, after, BATCH);
    if (due.length === 0) break;
    const outcome = await bringInStep(ports, shopId, tiers, due);
    if (!outcome.ok) return outcome;
    after = due.at(-1)?.memberId ?? null;
  }
  return accept(null);
}

type LadderShownPorts = Pick<SyncTierMarksPorts, "programs" | "tierMarks">;

/** What Shopify is to show of the ladder, and what it was last brought in step with. */
async function readLadderShown(ports: LadderShownPorts, { shopId, quietSince }: ShopRecord) {
  const program = quietSince === null ? await ports.programs.getCurrent(shopId) : null;
  const tiers = program?.body.tiers ?? null;
  return { tiers, shown: ladderShown(tiers), before: await ports.tierMarks.ladderShown(shopId) };
}

/** Another ladder was published, or everything removed or put back, since Shopify was last brought in step. */
export async function isLadderOutOfStep(ports: LadderShownPorts, shop: ShopRecord): Promise<boolean> {
  const { shown, before } = await readLadderShown(ports, shop);
  return shown !== before;
}

async function bringInStep(
  ports: SyncTierMarksPorts,
  shopId: string,
  tiers: Tiers | null,
  due: readonly DueMark[],
): Promise<Outcome<unknown>> {
  const { tierMarks } = ports;
  const codes = await keepCodes(ports, shopId, tiers, due);
  const planned = due.map((one): Planned => {
    const code = codes.get(one.memberId) ?? { code: null, isOpen: true };
    const decided = decideMark(wantedMark(tiers, one, code.code), one);
    return { ...decided, due: one, isOpen: code.isOpen || decided.again };
  });
  const marked = planned.flatMap(({ due, after }) => (after === null ? [] : [{ due, after }]));
  await tierMarks.remember(
    shopId,
    marked.map(({ due, after }) => ({ memberId: due.memberId, ...whileMarking(due.mark, after) })),
  );
  const steps = planned.flatMap((one) => one.steps ?? []);
  const changed = await takeSteps(ports, shopId, steps);
  if (!changed.ok) return changed;
  await tierMarks.remember(
    shopId,
    marked.map(({ due, after }) => ({ memberId: due.memberId, ...after })),
  );
  const gone = planned.filter(({ due, after }) => after === null && due.mark !== null);
  await tierMarks.forget(
    shopId,
    gone.map(({ due }) => due.memberId),
  );
  await tierMarks.settle(
    shopId,
    planned.filter(({ isOpen }) => !isOpen).map(({ due }) => due),
  );
  return accept(null);
}

async function takeSteps(
  ports: SyncTierMarksPorts,
  shopId: string,
  steps: readonly MarkSteps[],
): Promise<Outcome<unknown>> {
  const { shopifyTierMarks } = ports;
  const tagged = await changeTags(ports, shopId, steps);
  if (!tagged.ok) return tagged;
  const toShow = steps.flatMap(({ customerId, show }) =>
    show === null || show === "gone" ? [] : [{ customerId, value: show.value }],
  );
  for (let start = 0; start < toShow.length; start += A_CALL) {
    const set = await shopifyTierMarks.show(shopId, toShow.slice(start, start + A_CALL));
    if (!set.ok) return set;
  }
  const toHide = steps.flatMap(({ customerId, show }) => (show === "gone" ? [customerId] : []));
  for (let start = 0; start < toHide.length; start += A_CALL) {
    const hidden = await shopifyTierMarks.hide(shopId, toHide.slice(start, start + A_CALL));
    if (!hidden.ok) return hidden;
  }
  return accept(null);
}

/** One that Shopify does not take is told and left: it never holds up another. */
async function changeTags(
  { shopifyTierMarks, log }: SyncTierMarksPorts,
  shopId: string,
  steps: readonly MarkSteps[],
): Promise<Outcome<unknown>> {
  for (const { customerId, add, remove } of steps) {
    for (const [change, tags] of [
      [shopifyTierMarks.addTags, add],
      [shopifyTierMarks.removeTags, remove],
    ] as const) {
      if (tags.length === 0) continue;
      const changed = await change(shopId, customerId, tags);
      if (!changed.ok) return changed;
      const { refused } = changed.value;
      if (refused !== null) log.warn({ shopId, customerId, refused }, "Shopify does not take a tier's tag");
    }
  }
  return accept(null);
}

async function keepCodes(
  ports: SyncTierMarksPorts,
  shopId: string,
  tiers: Tiers | null,
  due: readonly DueMark[],
): Promise<ReadonlyMap<string, KeptCode>> {
  const memberIds = due.map(({ memberId }) => memberId);
  const stored = await ports.tierCodes.list(shopId, memberIds);
  const codes = new Map<string, KeptCode>();
  for (const { memberId, customerId, takesPart, tierId } of due) {
    const tier = takesPart ? findTier(tiers, tierId) : null;
    const wanted =
      tier?.freeShipping === "code" && customerId !== null ? { customerId, title: tier.name } : null;
    const row = stored.find((one) => one.memberId === memberId) ?? null;
    codes.set(memberId, await keepTierCode(ports, shopId, memberId, wanted, row));
  }
  return codes;
}
