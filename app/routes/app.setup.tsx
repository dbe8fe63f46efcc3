import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { describeSetup } from "#app/usecases/reports/describe-setup.ts";
import { app } from "#app/wiring.server.ts";

/** GET /app/setup: how far the setup guide is; asked for again and again while an import runs. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return Response.json({ setup: await describeSetup(app, shop) });
}

const markSchema = z.enum(["block", "test-order", "dismissed"]);

/** PUT /app/setup (form field `mark`): the merchant says that a step is done, or puts the guide away. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const mark = markSchema.parse((await request.formData()).get("mark"));
  await app.shops.markSetup(shop.shopId, mark);
  return Response.json({ ok: true });
}
