import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { mailLocaleOf } from "#app/domain/messaging/mail-template.ts";
import { i18nIn, i18nOf } from "#app/i18n.server.ts";
import { unsubscribePage } from "#app/ui/unsubscribe-page.ts";
import { unsubscribeMember } from "#app/usecases/mail/unsubscribe-member.ts";
import { app } from "#app/wiring.server.ts";

/** GET /mail/unsubscribe: shows how it is. It changes nothing: mail programs and scanners follow links by themselves. */
export async function loader({ request }: LoaderFunctionArgs) {
  return page(request);
}

/** POST /mail/unsubscribe: the page's button (`wish`), or a mail program's one click (RFC 8058). */
export async function action({ request }: ActionFunctionArgs) {
  const link = app.mailLinks.readUnsubscribe(new URL(request.url));
  if (link !== null) {
    const form = new URLSearchParams(await request.text());
    const unsubscribed = form.get("wish") !== "resubscribe";
    await unsubscribeMember(app, link.shopId, { memberId: link.memberId, unsubscribed });
  }
  return page(request);
}

async function page(request: Request): Promise<Response> {
  const link = app.mailLinks.readUnsubscribe(new URL(request.url));
  const shop = link && (await app.shops.get(link.shopId));
  const member = link && shop && (await app.mails.getMember(link.shopId, link.memberId));
  const known = shop !== null && member !== null;
  const i18n = known && member.locale !== null ? i18nIn(mailLocaleOf(member.locale)) : i18nOf(request);
  const state = known ? { shopName: shop.name, unsubscribed: member.unsubscribedAt !== null } : null;
  return new Response(unsubscribePage(i18n.getFixedT(null, "unsubscribe"), i18n.language, state), {
    status: state === null ? 404 : 200,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "private, no-store",
      "Referrer-Policy": "no-referrer",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    },
  });
}
