import {
  type BonusChange,
  type BonusStep,
  hasOrderBonuses,
  type HeldBonus,
  settleBonuses,
} from "#app/domain/earning/occasions/order-bonus.ts";
import { lotOf } from "#app/domain/earning/lot-life.ts";
import { credit } from "#app/domain/points/credit.ts";
import { reverse } from "#app/domain/points/reverse.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import { negativeBalanceOf } from "#app/domain/program/negative-balance.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { withExpiryAt } from "#app/domain/tiers/tier-expiry.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { type Account, type Accounts, bringUpToDate, post } from "../points/accounts.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";
import { readTierLives, type TierLives } from "../tiers/read-tier-history.ts";

/**
 * Brings the bonuses for first and n-th orders into line with the orders as they are written, for every member of this
 * transaction. Comes after the orders are written and before the accounts are closed.
 */
export async function settleOrderBonuses(
  stores: LedgerStores,
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  accounts: Accounts,
  now: Date,
): Promise<void> {
  if (!hasOrderBonuses(versions)) return;
  const present = [...accounts.values()].filter(({ member }) => member.participation !== "merged");
  const orders = await stores.occasions.listBonusOrders(
    shop.shopId,
    present.map(({ member }) => member.memberId),
  );
  const lives = await readTierLives(
    stores,
    shop.shopId,
    versions,
    present.map(({ member }) => member.memberId),
  );
  const changes: BonusChange[] = [];
  for (const account of present) {
    const own = orders.filter(({ memberId }) => memberId === account.member.memberId);
    const settled = settleBonuses(own, account.member.tags, versions, shop.currency);
    for (const step of settled.flatMap(({ steps }) => steps))
      postBonus(account, step, { versions, shop, now, lives });
    changes.push(...settled);
  }
  await stores.occasions.setHeldBonuses(shop.shopId, changes);
}

/** An order that is now known by another id keeps what it held by the old one: read before the orders are written. */
export async function bonusesOfRenamed(
  stores: LedgerStores,
  shopId: string,
  versions: readonly ProgramVersion[],
  renamed: readonly { readonly from: string; readonly to: string }[],
): Promise<readonly { readonly orderId: string; readonly next: HeldBonus }[]> {
  if (!hasOrderBonuses(versions)) return [];
  const held: { orderId: string; next: HeldBonus }[] = [];
  for (const { from, to } of renamed)
    held.push({ orderId: to, next: await stores.occasions.getHeldBonus(shopId, from) });
  return held;
}

function postBonus(
  account: Account,
  step: BonusStep,
  context: {
    readonly versions: readonly ProgramVersion[];
    readonly shop: ShopRecord;
    readonly now: Date;
    readonly lives: TierLives;
  },
): void {
  const { now, shop } = context;
  const { order, points, key, reason, programVersion } = step;
  const version = context.versions.find((one) => one.version === programVersion);
  invariant(
    version !== undefined && order.earnedAt !== null,
    `the version that rules ${order.orderId} is known`,
  );
  bringUpToDate(account, now, "sliding");
  const cause = { key, reason, programVersion, input: `${points}@v${programVersion}` };
  const source = { type: "order-bonus", id: order.orderId };
  if (step.kind === "earn") {
    const at = order.earnedAt;
    const program = withExpiryAt(version.body, context.lives(account.member.memberId), at);
    const { entry, books } = credit(
      account.books,
      "earn",
      {
        ...{ points, orderId: order.orderId, earnedAt: at },
        ...lotOf({ at, lifetime: { kind: "program" } }, order, program, {
          timeZone: shop.timeZone,
          now,
        }),
      },
      { ...cause, source, at },
    );
    post(account, { entries: [entry], books: keepAlive(books, at, shop.timeZone) });
  } else {
    const negativeBalance = negativeBalanceOf(version.body);
    const { entry, books } = reverse(
      account.books,
      { orderId: order.orderId, points, negativeBalance, now },
      { ...cause, source, at: now },
    );
    post(account, { entries: [entry], books });
  }
  bringUpToDate(account, now, "sliding");
}
