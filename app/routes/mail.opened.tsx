import type { LoaderFunctionArgs } from "@remix-run/node";
import { app } from "#app/wiring.server.ts";

/** One transparent pixel. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** GET /mail/opened: a mail was looked at. The picture comes whatever the signature says. */
export async function loader({ request }: LoaderFunctionArgs) {
  const mail = app.mailLinks.readPixel(new URL(request.url));
  if (mail !== null && request.method === "GET")
    await app.mails.markOpened(mail.shopId, mail.mailId, app.clock.now());
  return new Response(PIXEL, {
    headers: {
      "Content-Type": "image/gif",
      "Cache-Control": "private, no-store",
      "Referrer-Policy": "no-referrer",
    },
  });
}
