import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { BulkGrant, BulkGrants } from "./bulk-grant-ports.ts";
import type { Clock, Wake } from "../ports.ts";

export type DecideGrantPorts = {
  readonly bulkGrants: Pick<BulkGrants, "move">;
  readonly audit: Pick<AuditLog, "append">;
  readonly wake: Pick<Wake, "grants">;
  readonly clock: Clock;
};

/** What the merchant can do with a file, from which states, and where it leads. */
const DECISIONS = {
  give: { from: ["review"], to: "giving" },
  discard: { from: ["review"], to: "discarded" },
  undo: { from: ["done"], to: "undoing" },
} as const satisfies Record<string, { from: BulkGrant["status"][]; to: BulkGrant["status"] }>;

export type GrantDecision = keyof typeof DECISIONS;

/** The work itself is done by a job, row by row; deciding twice decides once. */
export async function decideBulkGrant(
  ports: DecideGrantPorts,
  shopId: string,
  input: { readonly grantId: string; readonly decision: GrantDecision; readonly by: string },
): Promise<Outcome<{ readonly status: BulkGrant["status"] }, Refusal<"not-possible-now">>> {
  const at = ports.clock.now();
  const { from, to } = DECISIONS[input.decision];
  const finishedAt = to === "discarded" ? at : null;
  if (!(await ports.bulkGrants.move(shopId, input.grantId, { from, to, finishedAt }))) {
    const detail = "This file has moved on meanwhile. Open it again to see where it stands.";
    return refuse({ code: "not-possible-now", detail });
  }
  await ports.audit.append(shopId, {
    ...{ at, actor: input.by, subject: `bulk-grant:${input.grantId}`, detail: {} },
    action: `bulk-grant-${input.decision}`,
  });
  if (to !== "discarded") ports.wake.grants(shopId);
  return accept({ status: to });
}
