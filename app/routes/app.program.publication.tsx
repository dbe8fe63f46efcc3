import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { programBody } from "#app/public-api/shapes/program.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { app } from "#app/wiring.server.ts";

const asked = z.object({
  body: programBody,
  basedOn: z.int().nullable(),
  revision: z.string().max(100).nullable(),
  changeover: z.object({
    losers: z.enum(["apply", "protect", "keep"]),
    until: z.string().max(10),
    giveRewards: z.boolean(),
  }),
});

/** POST /app/program/publication: the draft becomes the next version, and is a draft no longer. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const { body, basedOn, revision, changeover } = asked.parse(await request.json());
  const { losers: kind, until, giveRewards } = changeover;
  const published = await publishProgram(app, shopId, {
    ...{ body, basedOn, by: staffName },
    changeover: {
      losers: kind === "protect" ? { kind, until: z.iso.date().parse(until) } : { kind },
      silent: !giveRewards,
    },
  });
  if (!published.ok) return Response.json(published);
  if (revision !== null) await app.drafts.remove(shopId, revision);
  return Response.json({ ok: true, version: published.value.version });
}
