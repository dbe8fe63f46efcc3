import { bonusLife } from "#app/domain/earning/lot-life.ts";
import type { OccasionGift } from "#app/domain/earning/occasions/gift.ts";
import type { Entry } from "#app/domain/points/books.ts";
import { credit } from "#app/domain/points/credit.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { withExpiryAt } from "#app/domain/tiers/tier-expiry.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { type Account, type Accounts, bringUpToDate, post, requireAccount } from "../points/accounts.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";
import { readTierLives, type TierLives } from "../tiers/read-tier-history.ts";

/**
 * Puts gifts into the books of their members, each once: a key that was used, by the member or by whoever was merged into
 * them, gives nothing more (law 12). The accounts are open and locked.
 */
export async function fillGifts(
  stores: LedgerStores,
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  accounts: Accounts,
  gifts: readonly OccasionGift[],
  now: Date,
): Promise<number> {
  const open = await listOpen(stores, shop.shopId, accounts, gifts);
  const memberIds = open.map(({ memberId }) => memberId);
  const lives = await readTierLives(stores, shop.shopId, versions, memberIds);
  for (const gift of open)
    postGift(requireAccount(accounts, gift.memberId), gift, { versions, shop, now, lives });
  return open.length;
}

/** Gifts that nobody of those they are meant for has had. */
export async function listOpen(
  stores: LedgerStores,
  shopId: string,
  accounts: Accounts,
  gifts: readonly OccasionGift[],
): Promise<OccasionGift[]> {
  if (gifts.length === 0) return [];
  const keysOf = await keysOfAll(stores, shopId, accounts, gifts);
  const used = await stores.occasions.listUsedKeys(
    shopId,
    gifts.flatMap((gift) => keysOf(gift)),
  );
  return gifts.filter((gift) => !keysOf(gift).some((key) => used.has(key)));
}

/** The gift's key, and the same one for everybody who was merged into the member, in this transaction too. */
async function keysOfAll(
  stores: LedgerStores,
  shopId: string,
  accounts: Accounts,
  gifts: readonly OccasionGift[],
): Promise<(gift: OccasionGift) => string[]> {
  const merged = await stores.occasions.listMergedIds(
    shopId,
    gifts.map(({ memberId }) => memberId),
  );
  const here = [...accounts.values()].map(({ member }) => member);
  return ({ key, memberId }) => {
    const others = [
      ...(merged.get(memberId) ?? []),
      ...here.filter(({ mergedInto }) => mergedInto === memberId).map((member) => member.memberId),
    ];
    return [key, ...others.map((other) => key.replace(memberId, other))];
  };
}

/** Spendable at once. */
export function postGift(
  account: Account,
  gift: OccasionGift,
  context: {
    readonly versions: readonly ProgramVersion[];
    readonly shop: Pick<ShopRecord, "timeZone">;
    readonly now: Date;
    readonly lives: TierLives;
  },
): Entry {
  const { now, shop } = context;
  const version = context.versions.find((one) => one.version === gift.programVersion);
  invariant(version !== undefined, `program version ${gift.programVersion} is known`);
  bringUpToDate(account, now);
  const program = withExpiryAt(version.body, context.lives(gift.memberId), now);
  const { entry, books } = credit(
    account.books,
    "earn",
    { points: gift.points, earnedAt: now, ...bonusLife(gift.lifetime, now, program, shop.timeZone) },
    {
      ...{ key: gift.key, reason: gift.reason, source: gift.source, programVersion: gift.programVersion },
      ...{ input: gift.input, at: now },
    },
  );
  post(account, { entries: [entry], books: keepAlive(books, now, shop.timeZone) });
  return entry;
}
