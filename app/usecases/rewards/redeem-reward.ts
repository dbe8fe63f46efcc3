import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import { type IssuePorts, issueRedemption } from "./issue-redemption.ts";
import type { Wake } from "../ports.ts";
import {
  type RedeemRefusal,
  type RedeemRequest,
  reserveRedemption,
  type ReservePorts,
} from "./reserve-redemption.ts";
import { offlineSessionId, type Sessions } from "../shops/session-ports.ts";

export type RedeemPorts = ReservePorts &
  IssuePorts & {
    readonly sessions: Pick<Sessions, "get">;
    readonly wake: Pick<Wake, "metafields" | "redemptions">;
    /** Ends when whoever asked has waited long enough for Shopify. */
    readonly patience: () => Promise<void>;
  };

export type Redeemed = {
  readonly redemption: Redemption;
  /** False: the same request had been made before; this is what has become of it. */
  readonly isNew: boolean;
};

const QUIET = "The shop has taken its program out of its store: no reward can be taken until it is put back.";

/** What the shop lets the app do. */
export async function grantedScopes(ports: Pick<RedeemPorts, "sessions">, shopId: string): Promise<string[]> {
  const session = await ports.sessions.get(offlineSessionId(shopId));
  return (session?.scope ?? "").split(",").filter(Boolean);
}

/**
 * Work that goes on when nobody waits for it any more: null = it is not done yet. What it leaves undone the sweep finds.
 */
export async function withPatience<T>(
  ports: Pick<RedeemPorts, "patience" | "log">,
  shopId: string,
  work: Promise<T>,
): Promise<T | null> {
  const heard = work.catch((problem: unknown) => {
    ports.log.error({ shopId, err: problem }, "a redemption's step broke off; the sweep carries it on");
    return null;
  });
  return Promise.race([heard, ports.patience().then(() => null)]);
}

/**
 * A member takes a reward (law 8): the points are taken in one transaction, and after its commit Shopify is asked. A redemption that
 * Shopify has not answered for in time is still `reserved`; it is carried on without whoever asked.
 */
export async function redeemReward(
  ports: RedeemPorts,
  shopId: string,
  request: RedeemRequest,
): Promise<Outcome<Redeemed, RedeemRefusal>> {
  const [scopes, shop] = await Promise.all([grantedScopes(ports, shopId), ports.shops.get(shopId)]);
  if (shop?.quietSince != null) return refuse({ code: "reward-unavailable", detail: QUIET });
  const reserved = await reserveRedemption(ports, shopId, request, scopes);
  if (!reserved.ok) return reserved;
  const { redemption: first, isNew } = reserved.value;
  if (!isNew) return refusedBefore(first) ?? accept({ redemption: first, isNew });
  ports.wake.metafields(shopId);
  const asked = await withPatience(ports, shopId, issueRedemption(ports, shopId, first.redemptionId));
  const redemption = asked ?? first;
  if (redemption.status === "reserved") ports.wake.redemptions(shopId);
  return refusedBefore(redemption) ?? accept({ redemption, isNew });
}

function refusedBefore(redemption: Redemption) {
  if (redemption.returnReason !== "refused") return null;
  const reason = redemption.failure?.replace(/^refused: /, "") ?? "no reason was given";
  return refuse({
    code: "reward-unavailable" as const,
    detail: `Shopify does not make this reward (${reason}); the points have come back.`,
  });
}
