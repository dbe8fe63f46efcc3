import { giveBack } from "#app/domain/points/give-back.ts";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { bringUpToDate, closeAccounts, openAccounts, post, requireAccount } from "../points/accounts.ts";
import type { AuditAction } from "../audit-ports.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";

export type ChangeRedemptionPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

export type OnBehalf = { readonly by: string; readonly action: AuditAction };

/** Business key of what a redemption does to the books. */
export function redemptionKey(redemptionId: string, what: "redeem" | "return"): string {
  return `redemption:${redemptionId}/${what}`;
}

/**
 * One step of one redemption, in one transaction under its member's lock: `decide` gives its next state, or null to leave it. Where it
 * becomes `returned`, the points come back with it, once (law 8).
 *
 * @param onBehalf who changes it for the merchant, for the audit log
 */
export async function changeRedemption(
  ports: ChangeRedemptionPorts,
  shopId: string,
  redemptionId: string,
  decide: (current: Redemption) => Redemption | null,
  onBehalf?: OnBehalf,
): Promise<Redemption> {
  const now = ports.clock.now();
  const { before, after } = await ports.ledger.transaction(async (stores) => {
    const known = await stores.redemptions.get(shopId, redemptionId);
    invariant(known !== null, `redemption ${redemptionId} of ${shopId} is known`);
    await stores.members.lock(shopId, { memberIds: [known.memberId] });
    const current = await stores.redemptions.lock(shopId, redemptionId);
    invariant(current !== null, `redemption ${redemptionId} of ${shopId} is known`);
    const next = decide(current);
    if (next === null) return { before: current, after: current };
    if (next.status === "returned" && current.status !== "returned")
      await returnPoints(stores, shopId, next, now);
    await stores.redemptions.save(shopId, next);
    if (onBehalf !== undefined) {
      const { by: actor, action } = onBehalf;
      const detail = { reward: next.reward.name, points: next.points };
      await stores.audit.append(shopId, {
        ...{ at: now, actor, subject: `redemption:${redemptionId}`, detail },
        action,
      });
    }
    return { before: current, after: next };
  });
  if (after.status !== before.status && after.status === "returned") ports.wake.metafields(shopId);
  return after;
}

async function returnPoints(
  stores: LedgerStores,
  shopId: string,
  redemption: Redemption,
  now: Date,
): Promise<void> {
  const { redemptionId, memberId, points, programVersion } = redemption;
  // Given for reaching a tier: nothing was taken for it.
  if (points === 0) return;
  const shop = await stores.shops.get(shopId);
  const taken = await stores.points.findByKey(shopId, redemptionKey(redemptionId, "redeem"));
  invariant(shop !== null && taken !== null, `the entry that took the points of ${redemptionId} is known`);
  // The entry and its lots may be of a member who has since been merged into this one.
  const origins = await stores.points.getLots(
    shopId,
    taken.memberId,
    taken.entry.movements.map(({ lot }) => lot),
  );
  const members = await stores.members.lock(shopId, { memberIds: [memberId] });
  const accounts = openAccounts(members, await stores.points.listLots(shopId, [memberId]));
  const account = requireAccount(accounts, memberId);
  bringUpToDate(account, now);
  const step = giveBack(
    account.books,
    { kind: "return", taken: taken.entry.movements, lots: origins, timeZone: shop.timeZone },
    {
      key: redemptionKey(redemptionId, "return"),
      input: String(points),
      at: now,
      reason: `redemption-${redemption.returnReason ?? "returned"}`,
      source: { type: "redemption", id: redemptionId },
      programVersion,
      correctsSeq: taken.memberId === memberId ? taken.entry.seq : null,
    },
  );
  post(account, { books: step.books, entries: [step.entry] });
  await closeAccounts(stores, shopId, accounts);
}
