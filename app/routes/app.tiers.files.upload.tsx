import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { prepareTierFile } from "#app/usecases/tiers/prepare-tier-file.ts";
import { takeUpload } from "#app/take-upload.server.ts";
import { app } from "#app/wiring.server.ts";

const querySchema = z.object({
  name: z.string().max(200).default("tiers.csv"),
  reason: z.string().max(500).default(""),
});

/** POST /app/tiers/files/upload?name&reason with the file itself as the body → { ok, id }; nobody moves yet. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const asked = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const file = await takeUpload(request);
  if (!file.ok) return Response.json(file, { status: 422 });
  const prepared = await prepareTierFile(app, shop, {
    ...{ fileName: asked.name, reason: asked.reason, by: staffName },
    open: file.value,
  });
  return Response.json(prepared.ok ? { ok: true, id: prepared.value.fileId } : prepared, {
    status: prepared.ok ? 201 : 422,
  });
}
