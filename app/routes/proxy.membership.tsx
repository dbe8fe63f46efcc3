import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import type { i18n } from "i18next";
import { authenticateShopper } from "#app/authenticate-shopper.server.ts";
import { i18nOf } from "#app/i18n.server.ts";
import { type BirthdayQuestion, type MembershipState, membershipPage } from "#app/ui/membership-page.ts";
import { createFormat } from "#app/ui/format.ts";
import { tierSection } from "#app/ui/tier-section.ts";
import { changeParticipation } from "#app/usecases/members/change-participation.ts";
import { describeBirthday } from "#app/usecases/occasions/describe-birthday.ts";
import { meetCustomer } from "#app/usecases/members/meet-customer.ts";
import { tellBirthday } from "#app/usecases/occasions/tell-birthday.ts";
import { showTiers } from "#app/usecases/tiers/show-tiers.ts";
import { app } from "#app/wiring.server.ts";

/** GET /apps/perennial/membership: whether the shopper takes part, with the button that changes it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const caller = authenticateShopper(request);
  return page(request, caller, await stateOf(caller));
}

/** POST /apps/perennial/membership (form field `wish`: join | leave | birthday with `month` and `day`) */
export async function action({ request }: ActionFunctionArgs) {
  const caller = authenticateShopper(request);
  const before = await stateOf(caller);
  const member = await findMember(caller);
  const form = await request.formData();
  const wish = form.get("wish");
  if (member !== null && wish === "birthday" && before === "member") {
    const field = (name: string) => String(form.get(name) ?? "").padStart(2, "0");
    const told = await tellBirthday(app, caller.shopId, {
      memberId: member.memberId,
      birthday: `${field("month")}-${field("day")}`,
      by: null,
    });
    return page(request, caller, before, told.ok ? "kept" : "no-such-day");
  }
  if (member === null || (wish !== "join" && wish !== "leave")) return page(request, caller, before);
  const changed = await changeParticipation(app, caller.shopId, {
    memberId: member.memberId,
    takesPart: wish === "join",
    by: null,
  });
  return page(request, caller, changed.ok ? await stateOf(caller) : "excluded");
}

type ProxyCaller = ReturnType<typeof authenticateShopper>;

async function findMember({ shopId, customerId }: ProxyCaller) {
  return customerId === null ? null : meetCustomer(app, shopId, customerId);
}

async function stateOf(caller: ProxyCaller): Promise<MembershipState> {
  const shop = await app.shops.get(caller.shopId);
  // Nothing reaches shoppers before the launch.
  if (shop?.launchedAt == null || shop.uninstalledAt !== null) throw new Response(null, { status: 404 });
  if (caller.customerId === null) return "logged-out";
  switch ((await findMember(caller))?.participation) {
    case "member":
      return "member";
    case "excluded":
      return "excluded";
    case "left":
    case "outside":
      return "outside";
    default:
      return "unknown";
  }
}

/** Rendered by Shopify inside the store's theme. */
async function page(
  request: Request,
  caller: ProxyCaller,
  state: MembershipState,
  told: BirthdayQuestion["told"] = null,
): Promise<Response> {
  const i18n = i18nOf(request);
  const member = state === "member" ? await findMember(caller) : null;
  const facts = member === null ? null : await describeBirthday(app, caller.shopId, member.memberId);
  const html = membershipPage(
    i18n.getFixedT(null, "storefront"),
    state,
    `${caller.path}/membership`,
    facts === null ? null : { facts, locale: i18n.language, told },
    await tiersOf(i18n, caller.shopId, member?.memberId ?? null),
  );
  return new Response(html, {
    headers: { "Content-Type": "application/liquid", "Cache-Control": "no-store" },
  });
}

async function tiersOf(i18n: i18n, shopId: string, memberId: string | null): Promise<string> {
  const shop = await app.shops.get(shopId);
  const section = shop === null ? null : await showTiers(app, shop, memberId);
  if (shop === null || section === null) return "";
  const { language } = i18n;
  return tierSection(i18n.getFixedT(null, "storefront"), createFormat(language, shop), language, section);
}
