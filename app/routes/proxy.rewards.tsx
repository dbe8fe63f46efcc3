import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateShopper } from "#app/authenticate-shopper.server.ts";
import { isDiscount, type Redemption, statusAt } from "#app/domain/rewards/redemption.ts";
import { tierInWords } from "#app/domain/tiers/shown-tiers.ts";
import { i18nOf } from "#app/i18n.server.ts";
import { createFormat } from "#app/ui/format.ts";
import { rewardsPage, type RewardsView } from "#app/ui/rewards-page.ts";
import { cancelRedemption } from "#app/usecases/rewards/cancel-redemption.ts";
import { listRewards } from "#app/usecases/rewards/list-rewards.ts";
import { meetCustomer } from "#app/usecases/members/meet-customer.ts";
import type { ShopRecord } from "#app/usecases/ports.ts";
import { redeemReward } from "#app/usecases/rewards/redeem-reward.ts";
import { app } from "#app/wiring.server.ts";

/** Redemptions that the page shows, newest first. */
const SHOWN = 20;

const redeemSchema = z.object({
  reward: z.string().min(1).max(100),
  key: z.string().min(1).max(150),
  points: z.coerce.number().int().positive().optional(),
});
const cancelSchema = z.object({ cancel: z.string().min(1).max(100) });

type ProxyCaller = ReturnType<typeof authenticateShopper>;

/** GET /apps/perennial/rewards: what the shopper can redeem, and what they have redeemed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const caller = authenticateShopper(request);
  return page(request, caller, await requireLaunched(caller), null);
}

/** POST /apps/perennial/rewards: redeems (`reward`, `key`, with a slider `points`) or gives back (`cancel`: the redemption). */
export async function action({ request }: ActionFunctionArgs) {
  const caller = authenticateShopper(request);
  const shop = await requireLaunched(caller);
  const member = await findMember(caller);
  if (member === null) return page(request, caller, shop, null);
  const { memberId } = member;
  const fields = Object.fromEntries(await request.formData());
  const cancel = cancelSchema.safeParse(fields);
  if (cancel.success) {
    const cancelled = await cancelRedemption(app, shop.shopId, {
      ...{ redemptionId: cancel.data.cancel, reason: "cancelled-by-shopper", memberId },
    });
    const isBack = cancelled.ok && cancelled.value.status === "returned";
    const told = cancelled.ok ? (isBack ? "returned" : "withdrawing") : cancelled.refusals[0].code;
    return page(request, caller, shop, told);
  }
  const asked = redeemSchema.safeParse(fields);
  if (!asked.success) return page(request, caller, shop, null);
  const redeemed = await redeemReward(app, shop.shopId, {
    ...{ memberId, rewardId: asked.data.reward, points: asked.data.points ?? null, by: "shopper" },
    // Nobody else's key, whatever the page sends.
    idempotencyKey: `shopper:${memberId}:${asked.data.key}`,
  });
  if (!redeemed.ok) return page(request, caller, shop, redeemed.refusals[0].code);
  const { status } = redeemed.value.redemption;
  const told = status === "reserved" || status === "returned" ? status : "issued";
  return page(request, caller, shop, told);
}

/** Nothing reaches shoppers before the launch. */
async function requireLaunched({ shopId }: ProxyCaller): Promise<ShopRecord> {
  const shop = await app.shops.get(shopId);
  if (shop?.launchedAt == null || shop.uninstalledAt !== null) throw new Response(null, { status: 404 });
  return shop;
}

async function findMember({ shopId, customerId }: ProxyCaller) {
  return customerId === null ? null : meetCustomer(app, shopId, customerId);
}

async function viewFor(caller: ProxyCaller, shop: ShopRecord, locale: string): Promise<RewardsView> {
  if (caller.customerId === null) return { state: "logged-out" };
  const member = await findMember(caller);
  if (member === null) return { state: "unknown" };
  if (member.participation === "excluded") return { state: "excluded" };
  const [offered, redemptions] = await Promise.all([
    listRewards(app, shop, member),
    app.redemptionReads.listOfMember(shop.shopId, member.memberId, { after: null, limit: SHOWN }),
  ]);
  const now = app.clock.now();
  return {
    state: "known",
    spendable: member.spendable,
    rewards: offered.map(({ reward, unavailableBecause, tiers }) => ({
      ...{ reward, because: unavailableBecause },
      tiers: tiers.filter(({ from }) => from !== null).map((tier) => tierInWords(tier, locale).name),
    })),
    redemptions: redemptions.map((one) => ({
      ...{
        redemptionId: one.redemptionId,
        name: one.reward.name,
        points: one.points,
        expiresAt: one.expiresAt,
      },
      status: one.status === "used" && !isDiscount(one) ? "delivered" : statusAt(one, now),
      code: one.status === "reserved" || one.status === "returned" ? null : one.code,
      mayComeBack: mayComeBack(one),
    })),
    key: app.ids.next(now),
  };
}

function mayComeBack(redemption: Redemption): boolean {
  const { status, withdrawing } = redemption;
  return isDiscount(redemption) && withdrawing === null && (status === "issued" || status === "expired");
}

/** Rendered by Shopify inside the store's theme. */
async function page(request: Request, caller: ProxyCaller, shop: ShopRecord, notice: string | null) {
  const i18n = i18nOf(request);
  const html = rewardsPage(
    i18n.getFixedT(null, "storefront"),
    createFormat(i18n.language, shop),
    await viewFor(caller, shop, i18n.language),
    { action: `${caller.path}/rewards`, notice },
  );
  return new Response(html, {
    headers: { "Content-Type": "application/liquid", "Cache-Control": "no-store" },
  });
}
