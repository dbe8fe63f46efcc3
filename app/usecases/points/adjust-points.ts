import { createHash } from "node:crypto";
import { type Cause, type Entry, type Step } from "#app/domain/points/books.ts";
import { credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import { keepAlive } from "#app/domain/points/slide.ts";
import { lifeOf } from "#app/domain/program/expiry.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { bringUpToDate, openAccount, post, writtenBooks } from "./accounts.ts";
import type { Effect, Found } from "./effect-ports.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Clock, Wake } from "../ports.ts";

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
  const outcome = await ports.ledger.apply(shopId, { memberId, key }, (found) => {
    if (found.before !== null) return { result: repeated(found.before, input), books: null };
    const cause: Cause = {
      key,
      input,
      at: now,
      reason,
      source: { type: "adjustment", id: idempotencyKey },
    };
    return decide(found, adjustment, cause, now);
  });
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

function decide(
  { member, lots, program, shop }: Found,
  adjustment: Adjustment,
  cause: Cause,
  now: Date,
): Effect<Outcome<Adjusted, AdjustRefusal>> {
  const [first, ...rest] = check(adjustment, now);
  if (first !== undefined) return { result: refuse(first, ...rest), books: null };
  if (member === null || member.participation === "merged" || member.participation === "erased") {
    const detail = "There is no such member in this shop, or no longer.";
    return { result: refuse({ code: "not-found", detail }), books: null };
  }
  const account = openAccount(member, lots);
  bringUpToDate(account, now);
  const { points } = adjustment;
  const life =
    adjustment.expiresAt !== undefined || program === null
      ? { expiresAt: adjustment.expiresAt ?? null }
      : lifeOf(now, program.body.expiry, shop.timeZone);
  const step: Outcome<Step, AdjustRefusal> =
    points > 0
      ? accept(credit(account.books, "adjust", { points, earnedAt: now, ...life }, cause))
      : debit(account.books, "adjust", { points: -points, now }, cause);
  if (!step.ok) return { result: step, books: null };
  const { books, entry } = step.value;
  post(account, { books: points > 0 ? keepAlive(books, now, shop.timeZone) : books, entries: [entry] });
  return {
    result: accept({ entry, memberId: member.memberId, isNew: true }),
    books: writtenBooks(account),
  };
}
