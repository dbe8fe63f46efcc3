import { businessDate } from "#app/domain/shared/calendar.ts";
import { parseMoney } from "#app/domain/shared/money.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { shownStanding, shownTier, shownTiers } from "#app/domain/tiers/shown-tiers.ts";
import { describeTiers, type DescribeTiersPorts, type TierStanding } from "../tiers/describe-tiers.ts";
import type {
  LoyaltyValue,
  ProgramValue,
  Publications,
  ShopifyMetafields,
  Unpublished,
} from "./metafield-ports.ts";
import type { Clock, ShopRecord } from "../ports.ts";

export type SyncMetafieldsPorts = {
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly programs: { getCurrent(shopId: string): Promise<ProgramVersion | null> };
  readonly tierReads: DescribeTiersPorts["tierReads"];
  readonly publications: Publications;
  readonly metafields: ShopifyMetafields;
  readonly clock: Clock;
};

/** Shopify takes this many in one call. */
const A_CALL = 25;
/** Where the app proxy is, as shopify.app.toml asks for it. */
const PROXY_PATH = "/apps/perennial";

/**
 * Brings what shoppers see in step with the books: the program, each member's points, and the withdrawal of those who take no
 * part any more. Nothing before Launch. Works from what is committed, so it may be killed and run again anywhere.
 */
export async function syncMetafields(
  ports: SyncMetafieldsPorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<Outcome<unknown>> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.launchedAt === null || shop.uninstalledAt !== null) return accept(null);
  if (shop.quietSince !== null) return hideEverything(ports, shopId);
  const program = await showProgram(ports, shop);
  if (!program.ok) return program;
  await followTiers(ports, shopId);
  const loyalty = await showLoyalty(ports, shop, signal);
  return loyalty.ok ? withdrawLoyalty(ports, shopId, signal) : loyalty;
}

/** The merchant has taken everything out of Shopify. */
async function hideEverything(ports: SyncMetafieldsPorts, shopId: string): Promise<Outcome<unknown>> {
  if ((await ports.publications.programShown(shopId)) === null) return accept(null);
  const removed = await ports.metafields.removeEverything(shopId);
  if (removed.ok) await ports.publications.forgetShown(shopId);
  return removed;
}

async function showProgram(ports: SyncMetafieldsPorts, shop: ShopRecord): Promise<Outcome<unknown>> {
  const { shopId } = shop;
  const current = await ports.programs.getCurrent(shopId);
  if (current === null) return accept(null);
  const value = programValue(shop, current);
  const shown = JSON.stringify(value);
  const before = await ports.publications.programShown(shopId);
  if (before === shown) return accept(null);
  if (before === null) {
    const defined = await ports.metafields.define(shopId);
    if (!defined.ok) return defined;
  }
  const set = await ports.metafields.setProgram(shopId, value);
  if (set.ok) await ports.publications.markProgram(shopId, shown);
  return set;
}

/** Another ladder is another way for everybody. */
async function followTiers(ports: SyncMetafieldsPorts, shopId: string): Promise<void> {
  const current = await ports.programs.getCurrent(shopId);
  const shown = tiersShownToMembers(current);
  if (shown !== ((await ports.publications.tiersShown(shopId)) ?? tiersShownToMembers(null)))
    await ports.publications.showTiersAnew(shopId, shown);
}

/** Of the tiers what stands in members' own metafields; how open tiers look stands in the program's. */
function tiersShownToMembers(program: ProgramVersion | null): string {
  const { tiers = null, rewards = [] } = program?.body ?? {};
  if (tiers === null) return "null";
  const { measure, join, window, graceDays, countPending, softLanding, ladder } = tiers;
  return JSON.stringify([
    ...[measure, join, window, graceDays, countPending, softLanding],
    ladder.map((tier) => [tier.id, tier.from, tier.also, tier.entryTag]),
    ladder.filter(({ from }) => from === null).map((tier) => shownTier(tier, tiers, rewards)),
  ]);
}

async function showLoyalty(
  ports: SyncMetafieldsPorts,
  shop: ShopRecord,
  signal?: AbortSignal,
): Promise<Outcome<unknown>> {
  while (signal?.aborted !== true) {
    const now = ports.clock.now();
    const members = await ports.publications.listUnpublished(shop.shopId, now, A_CALL);
    if (members.length === 0) break;
    const program = await ports.programs.getCurrent(shop.shopId);
    const standings = await describeTiers(
      ports,
      shop,
      members.map(({ memberId }) => memberId),
      now,
    );
    const set = await ports.metafields.setLoyalty(
      shop.shopId,
      members.map((member) => ({
        customerId: member.customerId,
        value: {
          ...loyaltyValue(member, shop.timeZone, now),
          ...tierValue(standings.get(member.memberId), program, shop),
        },
      })),
    );
    if (!set.ok) return set;
    await ports.publications.markPublished(
      shop.shopId,
      members.map((member) => ({
        ...member,
        tierChangesOn: standings.get(member.memberId)?.progress.changesOn ?? null,
      })),
    );
  }
  return accept(null);
}

async function withdrawLoyalty(
  ports: SyncMetafieldsPorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<Outcome<unknown>> {
  while (signal?.aborted !== true) {
    const members = await ports.publications.listToWithdraw(shopId, A_CALL);
    if (members.length === 0) break;
    const customerIds = members.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]));
    const removed =
      customerIds.length === 0 ? accept(null) : await ports.metafields.removeLoyalty(shopId, customerIds);
    if (!removed.ok) return removed;
    await ports.publications.markWithdrawn(
      shopId,
      members.map(({ memberId }) => memberId),
    );
  }
  return accept(null);
}

/** What the blocks need to know of a program; a rule that Liquid can't work out for itself is left out. */
export function programValue(
  shop: Pick<ShopRecord, "currency" | "launchedAt">,
  program: ProgramVersion,
): ProgramValue {
  const rule = program.body.earning.rules.find(({ kind }) => kind === "purchase");
  const perMinor = rule?.per == null ? null : parseMoney(rule.per, shop.currency);
  return {
    launched: shop.launchedAt !== null,
    version: program.version,
    ...(rule && perMinor !== null
      ? { earn: { points: rule.points, perMinor: Number(perMinor), rounding: rule.rounding } }
      : {}),
    currency: shop.currency,
    proxyPath: PROXY_PATH,
    ...(program.body.tiers === null ? {} : { tiers: shownTiers(program.body.tiers, program.body.rewards) }),
  };
}

/** The part of a member's value that tells of their tier. */
export function tierValue(
  standing: TierStanding | undefined,
  program: ProgramVersion | null,
  { currency }: Pick<ShopRecord, "currency">,
): Pick<LoyaltyValue, "tier"> {
  const { tiers = null, rewards = [] } = program?.body ?? {};
  if (standing === undefined || tiers === null) return {};
  return { tier: shownStanding(standing.progress, tiers, rewards, currency) };
}

export function loyaltyValue(member: Unpublished, timeZone: string, now: Date): LoyaltyValue {
  const { balance, spendable, pending, expiring } = member;
  return {
    member: true,
    ...{ balance, spendable, pending },
    expiring: expiring && { points: expiring.points, on: lastDayBefore(expiring.expiresAt, timeZone) },
    asOf: now.toISOString(),
  };
}

/** Points expire at an instant; the day on which its last moment before lies is the last one. */
function lastDayBefore(instant: Date, timeZone: string): string {
  return businessDate(new Date(instant.getTime() - 1), timeZone);
}
