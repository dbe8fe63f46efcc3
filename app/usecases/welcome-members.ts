import { signUpGift } from "#app/domain/earning/occasions/sign-up.ts";
import { hasRulesOf } from "#app/domain/earning/occasions/rules-in-force.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Account, Accounts } from "./accounts.ts";
import { fillGifts } from "./fill-gifts.ts";
import type { LedgerStores } from "./ledger-ports.ts";
import type { ShopRecord } from "./ports.ts";

/**
 * Points for joining, for everybody of this transaction who takes part now and never did before. `joinedAt`: the moment
 * that somebody joined; null = they came by a road of history.
 */
export async function welcomeMembers(
  stores: LedgerStores,
  shop: ShopRecord,
  versions: readonly ProgramVersion[],
  accounts: Accounts,
  moments: { readonly now: Date; readonly joinedAt: (account: Account) => Date | null },
): Promise<void> {
  if (shop.launchedAt === null || !hasRulesOf(versions, ["sign-up"])) return;
  const joining = [...accounts.values()].filter(hasJoined).flatMap((account) => {
    const at = moments.joinedAt(account);
    return at === null ? [] : [{ member: account.member, at }];
  });
  if (joining.length === 0) return;
  const firstOrders = await stores.occasions.listFirstOrders(
    shop.shopId,
    joining.map(({ member }) => member.memberId),
  );
  const gifts = joining.flatMap(({ member: { memberId, tags }, at }) => {
    const firstOrderAt = firstOrders.get(memberId) ?? null;
    return signUpGift({ memberId, tags, at, firstOrderAt }, versions, shop.launchedAt) ?? [];
  });
  await fillGifts(stores, shop, versions, accounts, gifts, moments.now);
}

/** Who was away, or kept out by a tag, is back and not new. */
function hasJoined({ stored, member }: Account): boolean {
  return stored.participation === "outside" && member.participation === "member";
}
