import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import {
  methodNotAllowed,
  notFound,
  parseBody,
  parseQuery,
  PROGRAM_BYTES_MAX,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { programInput, publicationQuery } from "#app/public-api/shapes/program.ts";
import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
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

/** PUT /api/v1/program?onTierLoss=&protectUntil=&giveEntryRewards=: publishes a new version */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, caller } = await authenticateApi(request);
  if (request.method !== "PUT") return methodNotAllowed("GET, PUT");
  const query = parseQuery(publicationQuery, request);
  if (!query.ok) return respondRefusal(query.refusals);
  const { onTierLoss, protectUntil, giveEntryRewards } = query.value;
  if ((onTierLoss === "protect") !== (protectUntil !== undefined))
    return respondRefusal([
      {
        code: "invalid-parameter",
        pointer: "/protectUntil",
        detail: "Name the last day of the protection together with `onTierLoss=protect`, and only with it.",
      },
    ]);
  const body = await parseBody(programInput, request, PROGRAM_BYTES_MAX);
  if (!body.ok) return respondRefusal(body.refusals);
  const losers: Losers =
    protectUntil !== undefined
      ? { kind: "protect", until: protectUntil }
      : { kind: onTierLoss === "keep" ? "keep" : "apply" };
  const published = await publishProgram(app, shop.shopId, {
    ...{ body: body.value, by: caller },
    changeover: { losers, silent: !giveEntryRewards },
  });
  if (!published.ok) return respondRefusal(published.refusals);
  const { version, publishedAt, body: stored } = published.value;
  return respond({ version, publishedAt: publishedAt.toISOString(), ...stored });
}
