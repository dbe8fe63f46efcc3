import { isNewcomer, signUpGift } from "#app/domain/earning/occasions/sign-up.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Account, Accounts } from "../points/accounts.ts";
import { fillGifts } from "./fill-gifts.ts";
import { campaignsOn, giveOnOccasion } from "./give-on-occasion.ts";
import type { LedgerStores } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";

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
  const { shopId, launchedAt } = shop;
  if (launchedAt === null) return;
  const joining = [...accounts.values()].filter(hasJoined).flatMap((account) => {
    const at = moments.joinedAt(account);
    return at === null ? [] : [{ member: account.member, at }];
  });
  if (joining.length === 0) return;
  const firstOrders = await stores.occasions.listFirstOrders(
    shopId,
    joining.map(({ member }) => member.memberId),
  );
  const newcomers = joining
    .map(({ member, at }) => ({ member, at, firstOrderAt: firstOrders.get(member.memberId) ?? null }))
    .filter((one) => isNewcomer(one, versions, launchedAt));
  const gifts = newcomers.flatMap(
    ({ member: { memberId, tags }, at, firstOrderAt }) =>
      signUpGift({ memberId, tags, at, firstOrderAt }, versions) ?? [],
  );
  await fillGifts(stores, shop, versions, accounts, gifts, moments.now);
  if (newcomers.length === 0) return;
  await giveOnOccasion(stores, shop, versions, accounts, {
    campaigns: await campaignsOn(stores, shopId, "sign-up", moments.now),
    occasions: newcomers.map(({ member, at }) => ({ member, at, what: `${member.memberId}/sign-up` })),
    now: moments.now,
  });
}

/** Who was away, or kept out by a tag, is back and not new. */
function hasJoined({ stored, member }: Account): boolean {
  return stored.participation === "outside" && member.participation === "member";
}
