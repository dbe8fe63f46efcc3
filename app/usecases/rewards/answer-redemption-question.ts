import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { nextRedemption } from "#app/domain/rewards/redemption-life.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { changeRedemption, type ChangeRedemptionPorts, type OnBehalf } from "./change-redemption.ts";
import type { RedemptionReads } from "./redemption-ports.ts";

/**
 * The merchant says what Shopify's lost answer would have said: the store credit was given (or, of a withdrawal, taken back), or not.
 * Not given, its points come back; not taken back, it stays the member's.
 */
export async function answerRedemptionQuestion(
  ports: ChangeRedemptionPorts & { readonly redemptionReads: Pick<RedemptionReads, "get"> },
  shopId: string,
  answer: { readonly redemptionId: string; readonly done: boolean; readonly by: string },
): Promise<Outcome<Redemption, Refusal<"not-found">>> {
  if ((await ports.redemptionReads.get(shopId, answer.redemptionId)) === null)
    return refuse({ code: "not-found", detail: "There is no such redemption." });
  const at = ports.clock.now();
  const decide = (current: Redemption) => {
    if (current.question === "credit-unknown")
      return answer.done
        ? nextRedemption(current, { kind: "issued", at, issuedId: "said-by-merchant" })
        : nextRedemption(current, { kind: "returned", at, reason: current.withdrawing ?? "not-credited" });
    if (current.question === "debit-unknown") {
      return answer.done && current.withdrawing !== null
        ? nextRedemption(current, { kind: "returned", at, reason: current.withdrawing })
        : { ...current, question: null, withdrawing: null, askedAt: null, dueAt: null };
    }
    return null;
  };
  const onBehalf: OnBehalf = { by: answer.by, action: "redemption-answered" };
  return accept(await changeRedemption(ports, shopId, answer.redemptionId, decide, onBehalf));
}

/** Tries again now what is waiting for another try. */
export async function retryRedemption(
  ports: ChangeRedemptionPorts & { readonly redemptionReads: Pick<RedemptionReads, "get"> },
  shopId: string,
  { redemptionId, by }: { readonly redemptionId: string; readonly by: string },
): Promise<Outcome<Redemption, Refusal<"not-found">>> {
  if ((await ports.redemptionReads.get(shopId, redemptionId)) === null)
    return refuse({ code: "not-found", detail: "There is no such redemption." });
  const now = ports.clock.now();
  const decide = (current: Redemption) =>
    // Asked and not answered for: its truth is looked up when that is certain.
    current.dueAt === null || (current.status === "reserved" && current.askedAt !== null)
      ? null
      : { ...current, dueAt: now };
  const onBehalf: OnBehalf = { by, action: "redemption-retried" };
  return accept(await changeRedemption(ports, shopId, redemptionId, decide, onBehalf));
}
