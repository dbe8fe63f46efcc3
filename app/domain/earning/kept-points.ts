import { mulDiv, toPoints } from "../shared/rounding.ts";

/**
 * After edits and refunds a line keeps floor(earned × net left ÷ net at earning), by its snapshot and never by today's
 * rules (law 5).
 */
export function keptPoints(
  line: { readonly earnedPoints: number; readonly earnedNetMinor: bigint; readonly netMinor: bigint },
  refundedMinor: bigint,
): number {
  if (line.earnedNetMinor <= 0n) return 0;
  const present = line.netMinor < line.earnedNetMinor ? line.netMinor : line.earnedNetMinor;
  const left = present - refundedMinor;
  return left <= 0n ? 0 : toPoints(mulDiv(BigInt(line.earnedPoints), left, line.earnedNetMinor, "floor"));
}
