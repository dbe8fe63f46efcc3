import { listNotReady } from "#app/readiness.server.ts";
import { app } from "#app/wiring.server.ts";

/** 200 when the app can work: database reachable, migrations applied, and with a local store its first import done. */
export async function loader() {
  const problems = await listNotReady(app);
  return Response.json(
    { ready: problems.length === 0, waitingFor: problems },
    { status: problems.length === 0 ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
