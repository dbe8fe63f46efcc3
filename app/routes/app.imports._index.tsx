import type { ActionFunctionArgs } from "@remix-run/node";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { importOrderCsv } from "#app/usecases/imports/import-order-csv.ts";
import { app } from "#app/wiring.server.ts";

const NAME_LENGTH_MAX = 200;

/** POST /app/imports?name=orders.csv with the file itself as the body, which is stored as it arrives. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateMerchant(request);
  const name = (new URL(request.url).searchParams.get("name") ?? "orders.csv").slice(0, NAME_LENGTH_MAX);
  const content =
    request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as ReadableStream<Uint8Array>);
  const started = await importOrderCsv(app, shopId, { name, content });
  return Response.json(started.ok ? { ok: true, ...started.value } : started, {
    status: started.ok ? 201 : 422,
  });
}
