import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { prepareTierFile } from "#app/usecases/tiers/prepare-tier-file.ts";
import { app } from "#app/wiring.server.ts";

/** 100,000 rows of e-mail, tier and day are about 6 MB. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;

const querySchema = z.object({
  name: z.string().max(200).default("tiers.csv"),
  reason: z.string().max(500).default(""),
});

/** POST /app/tiers/files/upload?name&reason with the file itself as the body → { ok, id }; nobody moves yet. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const asked = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > FILE_BYTES_MAX) {
    const detail = "Split the file: at most 20 MB at once.";
    return Response.json({ ok: false, refusals: [{ code: "too-many-rows", detail }] }, { status: 422 });
  }
  const prepared = await prepareTierFile(app, shop, {
    ...{ fileName: asked.name, reason: asked.reason, by: staffName },
    open: async function* () {
      yield await Promise.resolve(bytes);
    },
  });
  return Response.json(prepared.ok ? { ok: true, id: prepared.value.fileId } : prepared, {
    status: prepared.ok ? 201 : 422,
  });
}
