import type { Cause, Step } from "#app/domain/points/books.ts";
import { debit } from "#app/domain/points/debit.ts";
import { giveBack } from "#app/domain/points/give-back.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { bringUpToDate, closeAccounts, openAccounts, post, requireAccount } from "./accounts.ts";
import type { Adjusted, AdjustPorts } from "./adjust-points.ts";

export type UndoRefusal = Refusal<"not-found" | "not-an-adjustment" | "insufficient-points">;

/**
 * Takes a manual adjustment back by an opposite entry that points to it (law 1). Given points are taken as far as they can
 * still be spent, else the undo is refused; taken points come back with the expiry they had. Asking twice undoes once.
 */
export async function undoAdjustment(
  ports: AdjustPorts,
  shopId: string,
  adjustment: { readonly memberId: string; readonly seq: number; readonly by: string },
): Promise<Outcome<Adjusted, UndoRefusal>> {
  const { memberId, seq } = adjustment;
  const now = ports.clock.now();
  const key = `undo:${memberId}-${seq}`;
  const outcome = await ports.ledger.transaction(async (stores): Promise<Outcome<Adjusted, UndoRefusal>> => {
    const members = await stores.members.lock(shopId, { memberIds: [memberId] });
    const before = await stores.points.findByKey(shopId, key);
    if (before !== null) return accept({ ...before, isNew: false });
    const undone = await stores.points.getEntry(shopId, memberId, seq);
    const shop = await stores.shops.get(shopId);
    const member = members.find((one) => one.memberId === memberId);
    const isGone = member?.participation === "merged" || member?.participation === "erased";
    if (undone === null || shop === null || isGone) {
      return refuse({ code: "not-found", detail: "There is no such entry in this member's history." });
    }
    if (undone.source.type !== "adjustment" || undone.correctsSeq !== null) {
      return refuse({ code: "not-an-adjustment", detail: "Only a manual adjustment can be undone." });
    }
    const accounts = openAccounts(members, await stores.points.listLots(shopId, [memberId]));
    const account = requireAccount(accounts, memberId);
    bringUpToDate(account, now);
    const cause: Cause = {
      ...{ key, input: "undo", at: now, reason: "adjustment-undone" },
      source: { type: "entry", id: `${memberId}-${seq}` },
      correctsSeq: seq,
    };
    const origins = await stores.points.getLots(
      shopId,
      memberId,
      undone.movements.map(({ lot }) => lot),
    );
    const step: Outcome<Step, UndoRefusal> =
      undone.points > 0
        ? debit(account.books, "adjust", { points: undone.points, now }, cause)
        : accept(
            giveBack(
              account.books,
              { kind: "adjust", taken: undone.movements, lots: origins, timeZone: shop.timeZone },
              cause,
            ),
          );
    if (!step.ok) return step;
    post(account, { books: step.value.books, entries: [step.value.entry] });
    await closeAccounts(stores, shopId, accounts);
    await stores.audit.append(shopId, {
      ...{ at: now, actor: adjustment.by, subject: `member:${memberId}` },
      action: "adjustment-undone",
      detail: { points: step.value.entry.points, entry: seq },
    });
    return accept({ entry: step.value.entry, memberId, isNew: true });
  });
  if (outcome.ok && outcome.value.isNew) ports.wake.metafields(shopId);
  invariant(!outcome.ok || outcome.value.memberId === memberId, "an undo stays with its member");
  return outcome;
}
