import { hasTag } from "../shared/fold-case.ts";

export type Participation = "member" | "outside" | "left" | "excluded" | "merged" | "erased";

export type ParticipationRule = {
  /** Who takes part: every customer with an order, those with an account, or those who joined. */
  readonly mode: "ordered" | "account" | "joined";
  /** Customers with this tag, in any case of letters, never take part. */
  readonly excludedTag: string | null;
};

/**
 * Whether a customer takes part now. Who left stays away until they come back by their own wish; who once took part stays
 * a member; the excluded tag rules over both while it is there.
 */
export function participationOf(
  customer: {
    readonly current: Participation | null;
    readonly tags: readonly string[];
    readonly hasAccount: boolean;
    readonly hasOrder: boolean;
  },
  rule: ParticipationRule,
): Participation {
  const { current, tags, hasAccount, hasOrder } = customer;
  if (current === "merged" || current === "erased" || current === "left") return current;
  if (rule.excludedTag !== null && hasTag(tags, rule.excludedTag)) return "excluded";
  if (current === "member") return "member";
  const qualifies = { ordered: hasOrder, account: hasAccount, joined: false }[rule.mode];
  return qualifies ? "member" : "outside";
}
