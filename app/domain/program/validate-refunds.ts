import type { ProgramBody } from "./program-body.ts";
import { type ProgramRefusal, refuseWhen } from "./program-refusal.ts";

const DEBT_LIMIT_MAX = 1_000_000_000;

export function validateRefunds({ negativeBalance, limit }: ProgramBody["refunds"]): ProgramRefusal[] {
  const isLimited = negativeBalance === "limit";
  const isLimit = limit !== null && Number.isInteger(limit) && limit > 0 && limit <= DEBT_LIMIT_MAX;
  return [
    ...refuseWhen(
      isLimited && !isLimit,
      "limit-missing",
      "/refunds/limit",
      "Say how many points a member may owe at most: a whole number above 0.",
    ),
    ...refuseWhen(
      !isLimited && limit !== null,
      "limit-without-policy",
      "/refunds/limit",
      'A limit counts only with negativeBalance "limit": leave it out, or choose that.',
    ),
  ];
}
