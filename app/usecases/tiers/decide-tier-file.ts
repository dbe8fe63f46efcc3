import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { Clock, Wake } from "../ports.ts";
import type { TierFile, TierFiles } from "./tier-file-ports.ts";

export type DecideTierFilePorts = {
  readonly tierFiles: Pick<TierFiles, "move">;
  readonly audit: Pick<AuditLog, "append">;
  readonly wake: Pick<Wake, "grants">;
  readonly clock: Clock;
};

/** What the merchant can do with a file, from which states, and where it leads. */
const DECISIONS = {
  apply: { from: ["review"], to: "applying" },
  discard: { from: ["review"], to: "discarded" },
  undo: { from: ["done"], to: "undoing" },
} as const satisfies Record<string, { from: TierFile["status"][]; to: TierFile["status"] }>;

export type TierFileDecision = keyof typeof DECISIONS;

/** The work itself is done by a job, row by row; deciding twice decides once. */
export async function decideTierFile(
  ports: DecideTierFilePorts,
  shopId: string,
  input: { readonly fileId: string; readonly decision: TierFileDecision; readonly by: string },
): Promise<Outcome<{ readonly status: TierFile["status"] }, Refusal<"not-possible-now">>> {
  const at = ports.clock.now();
  const { from, to } = DECISIONS[input.decision];
  const finishedAt = to === "discarded" ? at : null;
  if (!(await ports.tierFiles.move(shopId, input.fileId, { from, to, finishedAt }))) {
    const detail = "This file has moved on meanwhile. Open it again to see where it stands.";
    return refuse({ code: "not-possible-now", detail });
  }
  await ports.audit.append(shopId, {
    ...{ at, actor: input.by, subject: `tier-file:${input.fileId}`, detail: {} },
    action: `tier-file-${input.decision}`,
  });
  if (to !== "discarded") ports.wake.grants(shopId);
  return accept({ status: to });
}
