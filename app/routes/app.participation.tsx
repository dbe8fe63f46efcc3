import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { changeParticipationRule, normalizeRule } from "#app/usecases/members/change-participation-rule.ts";
import { app } from "#app/wiring.server.ts";

const ruleSchema = z.object({
  mode: z.enum(["ordered", "account", "joined"]),
  excludedTag: z.string().max(1000),
});

/** GET /app/participation?mode&excludedTag: how many members a rule would move. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const rule = normalizeRule(ruleSchema.parse(Object.fromEntries(new URL(request.url).searchParams)));
  return Response.json({ moved: await app.participation.previewRule(shopId, rule) });
}

/** PUT /app/participation (`mode`, `excludedTag`): who takes part from now on. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const changed = await changeParticipationRule(
    app,
    shop,
    ruleSchema.parse(Object.fromEntries(await request.formData())),
    staffName,
  );
  return Response.json(changed.ok ? { ok: true } : changed);
}
