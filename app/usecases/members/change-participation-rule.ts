import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import { businessDate } from "#app/domain/shared/calendar.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { ParticipationRules } from "../reports/admin-ports.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { Clock, ShopRecord, Wake } from "../ports.ts";

/** Shopify's own limit for a tag. */
const TAG_LENGTH_MAX = 255;

/**
 * Who takes part from now on. Whoever is a member stays one unless the tag excludes them, whoever left stays away, and who
 * joins by it earns with orders paid from now on: no entry is written and none is taken back.
 */
export async function changeParticipationRule(
  ports: {
    readonly participation: ParticipationRules;
    readonly audit: Pick<AuditLog, "append">;
    readonly clock: Clock;
    readonly wake: Pick<Wake, "metafields">;
  },
  shop: Pick<ShopRecord, "shopId" | "timeZone">,
  asked: ParticipationRule,
  by: string,
): Promise<Outcome<ParticipationRule, Refusal<"tag-too-long">>> {
  const rule = normalizeRule(asked);
  if ((rule.excludedTag?.length ?? 0) > TAG_LENGTH_MAX) {
    return refuse({
      code: "tag-too-long",
      detail: `Tags have at most ${TAG_LENGTH_MAX} characters.`,
      pointer: "/excludedTag",
    });
  }
  const at = ports.clock.now();
  await ports.participation.changeRule(shop.shopId, rule, businessDate(at, shop.timeZone));
  await ports.audit.append(shop.shopId, {
    ...{ at, actor: by, subject: "shop" },
    action: "participation-rule-changed",
    detail: { mode: rule.mode, excludedTag: rule.excludedTag },
  });
  ports.wake.metafields(shop.shopId);
  return accept(rule);
}

/** A tag of blanks alone is no tag. */
export function normalizeRule({ mode, excludedTag }: ParticipationRule): ParticipationRule {
  const tag = excludedTag?.trim() ?? "";
  return { mode, excludedTag: tag === "" ? null : tag };
}
