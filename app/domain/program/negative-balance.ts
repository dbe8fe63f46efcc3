import type { NegativeBalance } from "../points/reverse.ts";
import { invariant } from "../shared/invariant.ts";
import type { ProgramBody } from "./program-body.ts";

/** How a program lets a balance go below 0 when goods come back whose points are spent. */
export function negativeBalanceOf({ refunds }: Pick<ProgramBody, "refunds">): NegativeBalance {
  switch (refunds.negativeBalance) {
    case "allow":
    case "clamp":
      return { policy: refunds.negativeBalance };
    case "limit":
      invariant(refunds.limit !== null, "a limit policy has its limit");
      return { policy: "limit", limit: refunds.limit };
  }
}
