import { createHash } from "node:crypto";
import { extend } from "#app/domain/points/extend.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { addDays, isDay, startOfDay } from "#app/domain/shared/calendar.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { bringUpToDate, closeAccounts, openAccounts, post, requireAccount } from "./accounts.ts";
import { type Adjusted, type AdjustPorts, repeated } from "./adjust-points.ts";

export type Extension = {
  readonly memberId: string;
  /** Last usable day, `YYYY-MM-DD` in the shop's zone. */
  readonly lastDay: string;
  /** The merchant's own words. */
  readonly reason: string;
  readonly idempotencyKey: string;
  /** Who asked, for the audit log. */
  readonly by: string;
};

export type ExtendRefusal = Refusal<
  | "not-found"
  | "reason-required"
  | "day-invalid"
  | "day-in-the-past"
  | "nothing-to-extend"
  | "idempotency-conflict"
>;

/** Gives a member's points more time, with a reason. The same key and request again gives the first result. */
export async function extendPoints(
  ports: AdjustPorts,
  shopId: string,
  extension: Extension,
): Promise<Outcome<Adjusted, ExtendRefusal>> {
  const now = ports.clock.now();
  const { memberId, lastDay, idempotencyKey } = extension;
  const reason = extension.reason.trim();
  const input = createHash("sha256")
    .update(JSON.stringify([memberId, lastDay, reason]))
    .digest("hex");
  const key = `extend:${idempotencyKey}`;
  const outcome = await ports.ledger.transaction(
    async (stores): Promise<Outcome<Adjusted, ExtendRefusal>> => {
      const members = await stores.members.lock(shopId, { memberIds: [memberId] });
      const before = await stores.points.findByKey(shopId, key);
      if (before !== null) return repeated(before, input);
      const shop = await stores.shops.get(shopId);
      invariant(shop !== null, `${shopId} is installed`);
      if (reason === "") {
        const detail = "Say why, so that the member's history explains itself.";
        return refuse({ code: "reason-required", pointer: "/reason", detail });
      }
      if (!isDay(lastDay)) {
        const detail = "Write the last usable day as YYYY-MM-DD.";
        return refuse({ code: "day-invalid", pointer: "/lastDay", detail });
      }
      const until = startOfDay(addDays(lastDay, 1), shop.timeZone);
      if (until <= now) {
        const detail = "Choose today or a later day: points can't be given time that has passed.";
        return refuse({ code: "day-in-the-past", pointer: "/lastDay", detail });
      }
      const member = members.find((one) => one.memberId === memberId);
      if (member === undefined || member.participation === "merged" || member.participation === "erased") {
        return refuse({ code: "not-found", detail: "There is no such member in this shop, or no longer." });
      }
      const accounts = openAccounts([member], await stores.points.listLots(shopId, [memberId]));
      const account = requireAccount(accounts, memberId);
      bringUpToDate(account, now);
      const source = { type: "extension", id: idempotencyKey };
      const step = extend(account.books, { until, now }, { key, input, at: now, reason, source });
      if (!step.ok) return step;
      post(account, { books: step.value.books, entries: [step.value.entry] });
      await closeAccounts(stores, shopId, accounts);
      await stores.audit.append(shopId, {
        ...{ at: now, actor: extension.by, subject: `member:${memberId}` },
        action: "points-extended",
        detail: { entry: step.value.entry.seq, lastDay },
      });
      return accept({ entry: step.value.entry, memberId, isNew: true });
    },
  );
  if (outcome.ok && outcome.value.isNew) ports.wake.metafields(shopId);
  return outcome;
}
