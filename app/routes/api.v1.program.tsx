import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import {
  methodNotAllowed,
  notFound,
  parseBody,
  PROGRAM_BYTES_MAX,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { programInput } from "#app/public-api/shapes/program.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { app } from "#app/wiring.server.ts";

/** GET /api/v1/program: the version in force */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateApi(request);
  const current = await app.programs.getCurrent(shop.shopId);
  return current === null
    ? notFound("program: none has been published")
    : respond({ version: current.version, publishedAt: current.publishedAt.toISOString(), ...current.body });
}

/** PUT /api/v1/program: publishes a new version */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, caller } = await authenticateApi(request);
  if (request.method !== "PUT") return methodNotAllowed("GET, PUT");
  const body = await parseBody(programInput, request, PROGRAM_BYTES_MAX);
  if (!body.ok) return respondRefusal(body.refusals);
  const published = await publishProgram(app, shop.shopId, { body: body.value, by: caller });
  if (!published.ok) return respondRefusal(published.refusals);
  const { version, publishedAt, body: stored } = published.value;
  return respond({ version, publishedAt: publishedAt.toISOString(), ...stored });
}
