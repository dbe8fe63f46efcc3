import type { Outcome } from "#app/domain/shared/outcome.ts";
import {
  type Adjusted,
  type Adjustment,
  adjustPoints,
  type AdjustPorts,
  type AdjustRefusal,
} from "./adjust-points.ts";
import type { AuditLog } from "../audit-ports.ts";

/** An adjustment that a person or a program of the merchant's asked for: the books tell why, the audit log who. */
export async function adjustPointsByHand(
  ports: AdjustPorts & { readonly audit: Pick<AuditLog, "append"> },
  shopId: string,
  { by, ...adjustment }: Adjustment & { readonly by: string },
): Promise<Outcome<Adjusted, AdjustRefusal>> {
  const adjusted = await adjustPoints(ports, shopId, adjustment);
  if (adjusted.ok && adjusted.value.isNew) {
    const { entry, memberId } = adjusted.value;
    await ports.audit.append(shopId, {
      ...{ at: entry.at, actor: by, subject: `member:${memberId}` },
      action: "points-adjusted",
      detail: { points: entry.points, entry: entry.seq },
    });
  }
  return adjusted;
}
