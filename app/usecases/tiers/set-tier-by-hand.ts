import { createHash } from "node:crypto";
import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { isHolding } from "#app/domain/tiers/decide-tier.ts";
import { rankOf } from "#app/domain/tiers/ladder.ts";
import { releaseHold, setByHand } from "#app/domain/tiers/set-by-hand.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";
import { changeOf, reachedBy } from "./change-by-hand.ts";
import { readLadder } from "./read-ladder.ts";

export type SetTierPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "tiers" | "metafields">;
};

export type TierWish = {
  readonly memberId: string;
  /** null: whatever holds the member is let go of. */
  readonly tierId: string | null;
  /** The last day, in the shop's zone, that the tier is held; null = without end. */
  readonly until: Day | null;
  /** Neither lowered nor raised meanwhile; false: not lowered. */
  readonly exact: boolean;
  /** The merchant's own words. */
  readonly reason: string;
  readonly idempotencyKey: string;
  /** A staff member's or an API token's name. */
  readonly by: string;
};

export type SetTierRefusal = Refusal<
  | "not-found"
  | "not-a-member"
  | "no-tiers"
  | "unknown-tier"
  | "until-in-the-past"
  | "reason-required"
  | "not-held"
  | "idempotency-conflict"
>;

type Set = Outcome<{ readonly isNew: boolean }, SetTierRefusal>;

/** Puts a member into a tier by hand, or lets go of what holds them. The same key and request again changes nothing more. */
export async function setTierByHand(ports: SetTierPorts, shopId: string, wish: TierWish): Promise<Set> {
  const done = await ports.ledger.transaction((stores) => setLocked(stores, shopId, wish, ports.clock.now()));
  if (done.ok && done.value.isNew) {
    ports.wake.tiers(shopId);
    ports.wake.metafields(shopId);
  }
  return done;
}

async function setLocked(stores: LedgerStores, shopId: string, wish: TierWish, now: Date): Promise<Set> {
  const { memberId, tierId, until, exact, by } = wish;
  const reason = wish.reason.trim();
  const key = `by-hand:${wish.idempotencyKey}`;
  const input = createHash("sha256")
    .update(JSON.stringify([memberId, tierId, until, exact, reason]))
    .digest("base64url");
  const locked = await stores.members.lock(shopId, { memberIds: [memberId] });
  const before = await stores.tierChanges.findByKey(shopId, key);
  if (before !== null) return before.input === input ? accept({ isNew: false }) : CONFLICT;

  const member = locked.find((one) => one.memberId === memberId);
  if (member === undefined || member.participation === "merged" || member.participation === "erased")
    return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
  if (member.participation !== "member")
    return refuse({ code: "not-a-member", detail: "Only who takes part in the program has a tier." });
  if (reason === "") {
    const detail = "Say why, so that the member's history explains itself.";
    return refuse({ code: "reason-required", pointer: "/reason", detail });
  }
  const standing = await readLadder(stores, shopId);
  if (standing === null)
    return refuse({ code: "no-tiers", detail: "The program in force has no tiers: publish some first." });
  const { shop, ladder } = standing;
  const today = businessDate(now, shop.timeZone);
  if (tierId !== null && rankOf(ladder, tierId) === -1) {
    const detail = `There is no tier "${tierId}": choose one of the ladder.`;
    return refuse({ code: "unknown-tier", pointer: "/tierId", detail });
  }
  if (tierId !== null && until !== null && until < today) {
    const detail = "This day is over: choose a later one, or leave it out to hold the tier without end.";
    return refuse({ code: "until-in-the-past", pointer: "/until", detail });
  }
  const [candidate] = await stores.tiers.listCandidates(shopId, [memberId], {
    timeZone: shop.timeZone,
    countPending: ladder.tiers.countPending,
  });
  const state = candidate?.state ?? null;
  if (tierId === null && !isHolding(state?.hold ?? null, today))
    return refuse({ code: "not-held", pointer: "/tierId", detail: "Nothing holds this member's tier." });

  // Another member's request came first under this key; nothing has been written yet.
  if (!(await stores.tierChanges.insert(shopId, { key, memberId, input, at: now }))) return CONFLICT;
  const counted = reachedBy(standing, candidate!, today);
  const decision =
    tierId === null
      ? releaseHold(ladder, state!, counted.reached, today)
      : setByHand(ladder, state, counted.reached, { tierId, until, exact }, today);
  const told = { now, actor: by, note: reason };
  await stores.tiers.write(shopId, [changeOf(standing, memberId, decision, counted.figures, told)]);
  await stores.audit.append(shopId, {
    ...{ at: now, actor: by, subject: `member:${memberId}` },
    ...(tierId === null
      ? { action: "tier-released", detail: {} }
      : {
          action: until === null ? "tier-set" : "tier-set-until",
          detail: { tier: ladder.rungs[rankOf(ladder, tierId)]?.tier.name ?? tierId, lastDay: until },
        }),
  });
  return accept({ isNew: true });
}

const CONFLICT = refuse({
  code: "idempotency-conflict" as const,
  detail: "This idempotency key was used for another request. Use a new key for a new change.",
});
