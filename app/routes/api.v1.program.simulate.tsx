import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateApi } from "#app/public-api/authenticate.server.ts";
import {
  methodNotAllowed,
  parseBody,
  PROGRAM_BYTES_MAX,
  respond,
  respondRefusal,
} from "#app/public-api/respond.server.ts";
import { simulationBody } from "#app/public-api/shapes/program.ts";
import { simulateProgram } from "#app/usecases/program/simulate-program.ts";
import type { Refusal } from "#app/domain/shared/outcome.ts";
import { previewTiers } from "#app/usecases/tiers/preview-tiers.ts";
import { app } from "#app/wiring.server.ts";

export function loader() {
  return methodNotAllowed("POST");
}

/** POST /api/v1/program/simulate: what past orders would have earned under a program; changes nothing */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, now } = await authenticateApi(request);
  if (request.method !== "POST") return methodNotAllowed("POST");
  const asked = await parseBody(simulationBody, request, PROGRAM_BYTES_MAX);
  if (!asked.ok) return respondRefusal(asked.refusals);
  const { program, from, to } = asked.value;
  const simulated = await simulateProgram(app, shop, { body: program, from, to }, now);
  if (!simulated.ok) return refused(simulated.refusals);
  const preview = await previewTiers(app, shop, program, now);
  if (!preview.ok) return refused(preview.refusals);
  const tiers = preview.value.tiers.map(({ id, now: today, then }) => ({ id, now: today, then }));
  return respond({ ...simulated.value, tiers });
}

type Told = Refusal<string>;

function refused([first, ...rest]: readonly [Told, ...Told[]]): Response {
  return respondRefusal([inRequest(first), ...rest.map(inRequest)]);
}

/** Fields of a program stand below `/program` in this request. */
function inRequest(refusal: Told): Told {
  const { code, pointer } = refusal;
  return code === "window-reversed" || pointer === undefined
    ? refusal
    : { ...refusal, pointer: `/program${pointer}` };
}
