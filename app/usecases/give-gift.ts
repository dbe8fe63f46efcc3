import type { SegmentFilter } from "#app/domain/membership/segment.ts";
import type { BonusLifetime } from "#app/domain/earning/campaign.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { Adjusted, AdjustPorts, AdjustRefusal } from "./adjust-points.ts";
import { adjustPointsByHand } from "./adjust-points-by-hand.ts";
import type { AuditLog } from "./audit-ports.ts";
import type { StoredCampaign } from "./campaign-ports.ts";
import {
  type CampaignPorts,
  type ChangeRefusal,
  createCampaign,
  removeCampaign,
  startCampaign,
} from "./change-campaigns.ts";

/** A surprise for one member: points with the merchant's own words, and a life of their own if the merchant says so. */
export async function giveGift(
  ports: AdjustPorts & { readonly audit: Pick<AuditLog, "append"> },
  shopId: string,
  gift: {
    readonly memberId: string;
    readonly points: number;
    readonly reason: string;
    readonly idempotencyKey: string;
    readonly expiresAt?: Date | null | undefined;
    readonly by: string;
  },
): Promise<Outcome<Adjusted, AdjustRefusal | Refusal<"points-not-positive">>> {
  if (gift.points <= 0) {
    return refuse({
      code: "points-not-positive",
      pointer: "/points",
      detail: "A gift gives at least 1 point.",
    });
  }
  return adjustPointsByHand(ports, shopId, gift);
}

/** A surprise for everybody whom a filter reaches now: a bonus campaign, made and started in one step. */
export async function giveGiftToMany(
  ports: CampaignPorts,
  shopId: string,
  gift: {
    readonly name: string;
    readonly points: number;
    readonly audience: SegmentFilter | null;
    readonly segmentId: string | null;
    readonly lifetime: BonusLifetime;
    readonly by: string;
  },
): Promise<Outcome<StoredCampaign, ChangeRefusal>> {
  const created = await createCampaign(
    ports,
    shopId,
    {
      name: gift.name,
      terms: {
        ...{ kind: "bonus", trigger: "start", action: null, minimumOrder: null },
        ...{ points: gift.points, lifetime: gift.lifetime, audience: gift.audience },
      },
      ...{ startsAt: null, endsAt: null, budgetPoints: null, segmentId: gift.segmentId },
    },
    gift.by,
  );
  if (!created.ok) return created;
  const started = await startCampaign(ports, shopId, created.value.campaignId, gift.by);
  // What can't be started now is no gift: no draft of it stays behind.
  if (!started.ok) await removeCampaign(ports, shopId, created.value.campaignId, gift.by);
  return started.ok ? accept(started.value) : started;
}
