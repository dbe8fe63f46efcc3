import type { LoaderFunctionArgs } from "@remix-run/node";
import { app } from "#app/wiring.server.ts";

/** GET /mail/clicked: a link of a mail was followed; leads on to the shop and nowhere else. */
export async function loader({ request }: LoaderFunctionArgs) {
  const click = app.mailLinks.readClick(new URL(request.url));
  if (click === null) throw new Response("This link is not one of ours.", { status: 400 });
  if (request.method === "GET") await app.mails.markClicked(click.shopId, click.mailId, app.clock.now());
  return new Response(null, {
    status: 302,
    headers: { Location: click.url, "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer" },
  });
}
