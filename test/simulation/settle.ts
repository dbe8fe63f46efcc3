import { createHash } from "node:crypto";
import { drainInbox } from "#app/usecases/inbox/drain-inbox.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { SimulationFailure } from "./failure.ts";
import { reconcileRedemptions } from "#app/usecases/rewards/reconcile-redemptions.ts";
import { reviewTiers } from "#app/usecases/tiers/review-tiers.ts";
import { settleRedemptions } from "#app/usecases/rewards/settle-redemptions.ts";
import { checkCaps } from "./laws/check-caps.ts";
import { compareRedemptions } from "./laws/check-redemptions.ts";
import { compareWithTruth } from "./laws/compare-with-truth.ts";
import type { TierWatch } from "./laws/check-tiers.ts";
import type { LedgerWatch } from "./laws/ledger-watch.ts";
import { type Life, passTime } from "./life.ts";
import { reconcile } from "./steps/jobs.ts";
import { alone } from "./steps/rewards.ts";
import { deliver } from "./wire/deliver.ts";

/** All post arrives, all work is done, what was lost is healed; then the books must be the model's. Resolves to their digest. */
export async function settle(life: Life, watch: LedgerWatch, tiers: TierWatch): Promise<string> {
  const { shopId, store, staff, traits } = life;
  const { house } = staff.team(1)[0]!;
  while (store.post.length > 0) {
    const [letter] = store.post.splice(0, 1);
    if ((await deliver(house, shopId, letter!)) !== 200) throw new SimulationFailure("post", letter!.topic);
  }
  // Events that failed are tried again when their pause is over.
  for (let round = 0; round < 12; round++) {
    await drainInbox(house, shopId);
    await watch.checkChanged();
    if ((await house.inbox.countOpen(shopId)) === 0) break;
    passTime(life, 3601);
  }
  await reconcile(house, shopId, true);
  passTime(life, 86_400);
  await expirePoints(house, shopId);
  await reviewTiers(house, shopId);
  await tiers.checkReviewed();
  await tiers.checkHistory();
  await tiers.checkEarned();
  for (let round = 0; round < 6; round++) {
    await alone(life, reconcileRedemptions, true);
    await alone(life, settleRedemptions, true);
    await watch.checkChanged();
    passTime(life, 3601);
  }
  await expirePoints(house, shopId);
  const [open] = await watch.rows<{ topic: string; failure: string }>(
    "SELECT topic, failure FROM inbox_events WHERE shop_id = $1 AND (due_at IS NOT NULL OR failure IS NOT NULL)",
  );
  if (open !== undefined) throw new SimulationFailure("inbox", `${open.topic}: ${open.failure}`);
  await watch.checkAll();
  await checkCaps(life, watch);
  await compareRedemptions(life, watch, await compareWithTruth(life, watch));
  return createHash("sha256")
    .update(JSON.stringify(await finalBooks(watch)))
    .update(traits.currency)
    .digest("hex");
}

/** The books without the members' own ids, which the set-based import makes by itself. */
async function finalBooks(watch: LedgerWatch): Promise<unknown> {
  return watch.rows(
    `SELECT m.customer_id, m.email_key, m.participation, m.balance, m.pending, m.deficit, m.orders_count, m.spent_minor,
            (SELECT json_agg(json_build_array(e.seq, e.kind, e.points, e.pending_points, e.shortfall, e.already_expired, e.at) ORDER BY e.seq)
             FROM entries e WHERE e.shop_id = m.shop_id AND e.member_id = m.member_id) AS entries
     FROM members m WHERE m.shop_id = $1
     ORDER BY m.customer_id, m.email_key, m.balance, m.orders_count, m.spent_minor, m.last_seq, m.joined_on`,
  );
}
