import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { draftShape } from "#app/ui/program/draft-shape.ts";
import { saveDraft } from "#app/usecases/program/save-draft.ts";
import { app } from "#app/wiring.server.ts";

const saved = z.object({
  body: draftShape,
  basedOn: z.int().nullable(),
  revision: z.string().max(100).nullable(),
});

/** PUT /app/program/draft keeps what was typed; DELETE ?revision= throws that draft away. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  if (request.method === "DELETE") {
    await app.drafts.remove(shopId, new URL(request.url).searchParams.get("revision") ?? "");
    return Response.json({ ok: true });
  }
  const kept = await saveDraft(app, shopId, { ...saved.parse(await request.json()), by: staffName });
  return Response.json(kept.ok ? { ok: true, ...kept.value } : kept);
}
