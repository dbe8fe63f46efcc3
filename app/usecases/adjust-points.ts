import { createHash } from "node:crypto";
import { type Cause, type Entry, type Step } from "#app/domain/points/books.ts";
import { credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import { expiresAt as programExpiry } from "#app/domain/program/expiry.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { bringUpToDate, closeAccounts, openAccounts, post } from "./accounts.ts";
import type { Ledger, LedgerStores } from "./ledger-ports.ts";
import type { Clock, Wake } from "./ports.ts";

export type AdjustPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields">;
};

export type Adjustment = {
  readonly memberId: string;
  /** Signed; a debit takes only what can be spent. */
  readonly points: number;
  /** The merchant's own words. */
  readonly reason: string;
  readonly idempotencyKey: string;
  /** When given points expire; null = never, left out = as the program says. */
  readonly expiresAt?: Date | null | undefined;
};

export type AdjustRefusal = Refusal<
  | "not-found"
  | "points-not-whole"
  | "points-too-many"
  | "reason-required"
  | "expiry-in-the-past"
  | "insufficient-points"
  | "idempotency-conflict"
>;

export type Adjusted = {
  readonly entry: Entry;
  readonly memberId: string;
  /** False: the same request had been made before; this is its first result. */
  readonly isNew: boolean;
};

/** Beyond this a typing error is likelier than a gift. */
export const POINTS_MAX = 1_000_000_000;

function check({ points, reason, expiresAt }: Adjustment, now: Date): AdjustRefusal[] {
  const refusals: AdjustRefusal[] = [];
  if (!Number.isInteger(points) || points === 0) {
    const detail = "Give a whole number of points: positive to add, negative to take.";
    refusals.push({ code: "points-not-whole", pointer: "/points", detail });
  } else if (Math.abs(points) > POINTS_MAX) {
    refusals.push({
      code: "points-too-many",
      pointer: "/points",
      detail: `Adjust by at most ${POINTS_MAX} points.`,
    });
  }
  if (reason.trim() === "") {
    const detail = "Say why, so that the member's history explains itself.";
    refusals.push({ code: "reason-required", pointer: "/reason", detail });
  }
  if (expiresAt != null && expiresAt <= now) {
    const detail = "Points can't expire before they are given: choose a later moment, or null for never.";
    refusals.push({ code: "expiry-in-the-past", pointer: "/expiresAt", detail });
  }
  return refusals;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** Points by hand, with a reason. The same key and request again gives the first result, another request is refused. */
export async function adjustPoints(
  ports: AdjustPorts,
  shopId: string,
  adjustment: Adjustment,
): Promise<Outcome<Adjusted, AdjustRefusal>> {
  const now = ports.clock.now();
  const { memberId, points, idempotencyKey } = adjustment;
  const reason = adjustment.reason.trim();
  // The same request may come again after the expiry it asked for: its first result stands.
  const input = digest([
    memberId,
    points,
    reason,
    adjustment.expiresAt === undefined ? "program" : adjustment.expiresAt,
  ]);
  const key = `adjust:${idempotencyKey}`;
  const outcome = await ports.ledger.transaction(
    async (stores): Promise<Outcome<Adjusted, AdjustRefusal>> => {
      const members = await stores.members.lock(shopId, { memberIds: [memberId] });
      const member = members.find((one) => one.memberId === memberId);
      const before = await stores.points.findByKey(shopId, key);
      if (before !== null) return repeated(before, input);
      const [first, ...rest] = check(adjustment, now);
      if (first !== undefined) return refuse(first, ...rest);
      if (member === undefined || member.participation === "merged" || member.participation === "erased") {
        return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
      }
      const accounts = openAccounts([member], await stores.points.listLots(shopId, [memberId]));
      const account = accounts.get(memberId);
      invariant(account !== undefined, "the account was just opened");
      bringUpToDate(account, now);
      const cause: Cause = {
        key,
        input,
        at: now,
        reason,
        source: { type: "adjustment", id: idempotencyKey },
      };
      const step: Outcome<Step, AdjustRefusal> =
        points > 0
          ? accept(
              credit(
                account.books,
                "adjust",
                { points, earnedAt: now, expiresAt: await expiryOf(stores, shopId, adjustment, now) },
                cause,
              ),
            )
          : debit(account.books, "adjust", { points: -points, now }, cause);
      if (!step.ok) return step;
      post(account, { books: step.value.books, entries: [step.value.entry] });
      await closeAccounts(stores, shopId, accounts);
      return accept({ entry: step.value.entry, memberId, isNew: true });
    },
  );
  if (outcome.ok && outcome.value.isNew) ports.wake.metafields(shopId);
  return outcome;
}

export function repeated(
  before: { readonly memberId: string; readonly entry: Entry },
  input: string,
): Outcome<Adjusted, Refusal<"idempotency-conflict">> {
  if (before.entry.input === input) return accept({ ...before, isNew: false });
  return refuse({
    code: "idempotency-conflict",
    detail: "This idempotency key was used for another request. Use a new key for a new adjustment.",
  });
}

async function expiryOf(
  stores: LedgerStores,
  shopId: string,
  { expiresAt }: Adjustment,
  now: Date,
): Promise<Date | null> {
  if (expiresAt !== undefined) return expiresAt;
  const program = await stores.programs.getCurrent(shopId);
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  return program === null ? null : programExpiry(now, program.body.expiry, shop.timeZone);
}
