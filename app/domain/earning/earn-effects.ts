import type { Contribution, Grant } from "./earned.ts";
import { type OrderEffect, PROGRAM_LIFETIME } from "./order-record.ts";

type Cause = Pick<OrderEffect, "at" | "reason" | "source" | "programVersion">;

/**
 * Points an order earns, by the life they have: what each campaign gives with a life of its own under its own key, the rest
 * as the program says.
 * @param before what made the points that the order had, when it earns more: of a campaign only the difference is new
 */
export function earnEffects(
  points: number,
  grants: readonly Grant[],
  before: readonly Contribution[],
  keys: { readonly earn: string; readonly campaign: string },
  cause: Cause,
): OrderEffect[] {
  const effects: OrderEffect[] = [];
  let rest = points;
  for (const { campaignId, points: granted, lifetime } of grants) {
    if (campaignId === null || lifetime.kind === "program") continue;
    const had = before.find(({ source }) => source === `campaign:${campaignId}`)?.points ?? 0;
    const part = Math.min(rest, granted - had);
    if (part <= 0) continue;
    rest -= part;
    const reason = "campaign-earned";
    effects.push({
      kind: "earn",
      points: part,
      lifetime,
      ...cause,
      reason,
      key: `${keys.campaign}/campaign:${campaignId}`,
    });
  }
  if (rest === 0) return effects;
  return [{ kind: "earn", points: rest, lifetime: PROGRAM_LIFETIME, ...cause, key: keys.earn }, ...effects];
}
