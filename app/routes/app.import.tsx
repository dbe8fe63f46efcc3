import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { retryImport, startImport } from "#app/usecases/imports/start-import.ts";
import { app } from "#app/wiring.server.ts";

const startSchema = z.discriminatedUnion("history", [
  z.object({ history: z.literal("all") }),
  z.object({ history: z.literal("none") }),
  z.object({ history: z.literal("from"), from: z.iso.date() }),
]);

/** POST /app/import: starts the first import (`history`: all | none | from + `from`), or tries a failed one again (`retry`). */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const form = await request.formData();
  const retry = form.get("retry");
  if (typeof retry === "string") return answer(await retryImport(app, shopId, retry));
  const asked = startSchema.parse(Object.fromEntries(form));
  await app.shops.setHistory(shopId, {
    earns: asked.history !== "none",
    from: asked.history === "from" ? asked.from : null,
  });
  return answer(await startImport(app, shopId));
}

function answer(outcome: Awaited<ReturnType<typeof startImport>>): Response {
  return Response.json(outcome.ok ? { ok: true, ...outcome.value } : outcome, {
    status: outcome.ok ? 200 : 422,
  });
}
