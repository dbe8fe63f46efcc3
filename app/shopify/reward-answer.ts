import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type { IssueRefusal } from "#app/usecases/rewards/redemption-ports.ts";
import type { AdminOutcome, AdminRefusal } from "./gateway.server.ts";
import type { UserErrors } from "./operations/user-errors.ts";

const CODES: Readonly<Record<AdminRefusal["code"], IssueRefusal["code"]>> = {
  "access-denied": "refused",
  "query-too-large": "refused",
  "shopify-refused": "refused",
  "shopify-unreachable": "unreachable",
  reconnect: "unreachable",
  "answer-lost": "answer-lost",
};

/** The gateway's refusal of a write, in the redemption's words. */
export function refusedWrite(refusal: AdminRefusal): Outcome<never, IssueRefusal> {
  return refuse({ code: CODES[refusal.code], detail: refusal.detail });
}

/** What could not be looked up may be looked up later; nothing follows from it. */
export function read<T>(answer: AdminOutcome<T>): Outcome<T, IssueRefusal> {
  return answer.ok
    ? accept(answer.value)
    : refuse({ code: "unreachable", detail: answer.refusals[0].detail });
}

/** Null: it was made. A code that is taken may be ours, of an answer that was lost. */
export function refusedBy(errors: UserErrors): Outcome<never, IssueRefusal> | null {
  const [first] = errors;
  if (first === undefined) return null;
  const isTaken = errors.some(({ code }) => code === "TAKEN");
  return refuse({ code: isTaken ? "answer-lost" : "refused", detail: first.message });
}
