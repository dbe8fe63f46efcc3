import { CERTAIN_AFTER_MS, type IssuePorts } from "./issue-redemption.ts";
import { advanceRedemption } from "./withdraw-redemption.ts";

const BATCH = 20;
/** Redemptions worked on at once: Shopify answers each in its own time. */
const AT_ONCE = 4;

/**
 * Carries on every redemption whose next step is due: asks Shopify, looks up what became of a lost answer, withdraws, checks, gives back
 * with its order, expires. One that breaks off never holds up another.
 */
export async function settleRedemptions(
  ports: IssuePorts,
  shopId: string,
  signal?: AbortSignal,
): Promise<void> {
  await ports.redemptionQueue.expireDue(shopId, ports.clock.now());
  for (;;) {
    const now = ports.clock.now();
    const until = new Date(now.getTime() + CERTAIN_AFTER_MS);
    const due = await ports.redemptionQueue.claimDue(shopId, now, until, BATCH);
    for (let start = 0; start < due.length; start += AT_ONCE) {
      const group = due.slice(start, start + AT_ONCE);
      await Promise.all(
        group.map(async (redemption) => {
          try {
            await advanceRedemption(ports, shopId, redemption);
          } catch (problem) {
            const { redemptionId } = redemption;
            ports.log.error({ shopId, redemptionId, err: problem }, "a redemption's step failed");
          }
        }),
      );
    }
    if (due.length < BATCH || signal?.aborted === true) return;
  }
}
