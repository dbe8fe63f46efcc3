import { createHash } from "node:crypto";
import {
  type ActionRefusal,
  type ActionUse,
  rewardAction,
  rulesOfAction,
} from "#app/domain/earning/occasions/action.ts";
import { versionAt } from "#app/domain/earning/occasions/rules-in-force.ts";
import type { Entry } from "#app/domain/points/books.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { closeAccounts, openAccounts, requireAccount } from "../points/accounts.ts";
import { postGift } from "./fill-gifts.ts";
import { campaignsOn, giveOnOccasion } from "./give-on-occasion.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import { readTierLives } from "../tiers/read-tier-history.ts";
import type { Clock, Wake } from "../ports.ts";

export type RewardActionPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

export type MemberAction = {
  readonly memberId: string;
  /** `review`, `newsletter`, `social-follow`, or one of the merchant's own. */
  readonly action: string;
  readonly idempotencyKey: string;
};

export type RewardActionRefusal = ActionRefusal | Refusal<"not-found" | "idempotency-conflict">;

export type Rewarded = { readonly entry: Entry; readonly memberId: string; readonly isNew: boolean };

/** Points for something a member did, as the program's rule for it says. The same request again gives the first result. */
export async function rewardMemberAction(
  ports: RewardActionPorts,
  shopId: string,
  done: MemberAction,
): Promise<Outcome<Rewarded, RewardActionRefusal>> {
  const outcome = await ports.ledger.transaction((stores) => reward(stores, ports, shopId, done));
  if (outcome.ok && outcome.value.isNew) ports.wake.metafields(shopId);
  return outcome;
}

async function reward(
  stores: LedgerStores,
  ports: RewardActionPorts,
  shopId: string,
  { memberId, action, idempotencyKey }: MemberAction,
): Promise<Outcome<Rewarded, RewardActionRefusal>> {
  const now = ports.clock.now();
  const key = `action:${idempotencyKey}`;
  const input = createHash("sha256")
    .update(JSON.stringify([memberId, action]))
    .digest("hex");
  const members = await stores.members.lock(shopId, { memberIds: [memberId] });
  const before = await stores.points.findByKey(shopId, key);
  if (before !== null) {
    if (before.entry.input === input) return accept({ ...before, isNew: false });
    return refuse({
      code: "idempotency-conflict",
      detail: "This idempotency key was used for another request. Use a new key for a new action.",
    });
  }
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  const member = members.find((one) => one.memberId === memberId);
  if (member === undefined || member.participation === "merged" || member.participation === "erased") {
    return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
  }
  const versions = await stores.programs.list(shopId);
  const version = versionAt(versions, now);
  if (shop.launchedAt === null || version === null || member.participation !== "member") {
    return refuse({
      code: "not-eligible",
      detail: "Actions are rewarded after the launch, for customers who take part in the program.",
    });
  }
  const day = businessDate(now, shop.timeZone);
  const merged = (await stores.occasions.listMergedIds(shopId, [memberId])).get(memberId) ?? [];
  const uses = new Map<string, ActionUse>();
  for (const { id } of rulesOfAction(version, action)) {
    const times = await stores.occasions.countRewarded(shopId, [memberId, ...merged], id);
    uses.set(id, { times, ...(await stores.occasions.getUsage(shopId, memberId, id, day)) });
  }
  const decided = rewardAction(
    action,
    member.tags,
    version,
    now,
    (ruleId) => uses.get(ruleId) ?? { times: 0, day: 0, month: 0 },
  );
  if (!decided.ok) return decided;

  const { rule, points } = decided.value;
  const accounts = openAccounts(members, await stores.points.listLots(shopId, [memberId]));
  const account = requireAccount(accounts, memberId);
  const entry = postGift(
    account,
    {
      ...{ memberId, points, key, input, reason: "action-rewarded" },
      ...{ source: { type: "rule", id: rule.id }, programVersion: version.version },
      lifetime: { kind: "program" },
    },
    { versions, shop, now, lives: await readTierLives(stores, shopId, versions, [memberId]) },
  );
  await stores.occasions.addUsage(shopId, memberId, rule.id, day, points);
  await giveOnOccasion(stores, shop, versions, accounts, {
    campaigns: await campaignsOn(stores, shopId, "action", now, action),
    occasions: [{ member, at: now, what: key }],
    now,
  });
  await closeAccounts(stores, shopId, accounts);
  return accept({ entry, memberId, isNew: true });
}
