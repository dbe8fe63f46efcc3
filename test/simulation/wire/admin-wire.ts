import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { requireAccess } from "#dev-store/auth/tokens.ts";
import { createBulkRunner } from "#dev-store/admin-api/bulk/runner.ts";
import { ACTIVE_STATUSES } from "#dev-store/admin-api/bulk/run.ts";
import { createExecutor } from "#dev-store/admin-api/execute.ts";
import { buildContext } from "#dev-store/admin-api/request-context.ts";
import { buildAdminSchema } from "#dev-store/admin-api/schema.ts";
import { createThrottle, STANDARD_BUCKET, TIGHT_BUCKET } from "#dev-store/admin-api/throttle.ts";
import type { Chance } from "../chance.ts";
import type { SimulatedStore } from "../store/simulated-store.ts";

/** How the wire to Shopify behaves just now; each is the probability of one request. */
export type WireTroubles = {
  readonly fails: number;
  readonly answerLost: number;
  readonly throttled: boolean;
};

export const CALM_WIRE: WireTroubles = { fails: 0, answerLost: 0, throttled: false };

const admin = buildAdminSchema();
const bulk = createBulkRunner(admin);

/**
 * The store's Admin API as a `fetch` within this process: the same schema, executor, costs and access rules as over HTTP, with
 * the troubles of the wire by the life's own chance. The bucket refills by the store's clock, so that a life repeats exactly.
 */
export function createAdminWire(world: SimulatedStore, chance: Chance) {
  const wire = { troubles: CALM_WIRE, requests: 0 };
  let waitedMs = 0;
  const executor = createExecutor(
    admin,
    createThrottle(() => world.now().getTime() + waitedMs),
  );

  async function answer(body: string, token: string | null): Promise<Response> {
    const allowed = requireAccess(world.store, world.state, token ?? "");
    if (!allowed.ok) return json(401, { errors: allowed.detail });
    const { query, variables = {} } = JSON.parse(body) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const result = await executor.run(
      { query, variables, operationName: null },
      buildContext(world.store, world.state, world.app, bulk),
      wire.troubles.throttled ? TIGHT_BUCKET : STANDARD_BUCKET,
    );
    await bulkOperationsToEnd(world);
    return json(200, result);
  }

  const send: typeof fetch = async (input, init) => {
    wire.requests++;
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (chance.happens(wire.troubles.fails)) {
      if (chance.happens(0.3)) throw new TypeError("fetch failed");
      return json(chance.pick([500, 502, 503]), { errors: "Bad Gateway" });
    }
    const bulkId = /^\/_bulk\/[^/]+\/(\d+)\.jsonl$/.exec(url.pathname)?.[1];
    if (bulkId !== undefined) return bulkResult(world, bulkId);
    if (!url.pathname.endsWith("/graphql.json")) throw new TypeError(`nothing answers at ${url.href}`);
    const headers = new Headers(init?.headers);
    const response = await answer(String(init?.body), headers.get("x-shopify-access-token"));
    // Done, but nobody learns of it.
    if (chance.happens(wire.troubles.answerLost)) throw new TypeError("fetch failed");
    return response;
  };
  return {
    ...{ wire, send },
    /** A pause of the app's while it waits for Shopify: nothing else happens meanwhile, the bucket refills. */
    wait: (ms: number): Promise<void> => {
      waitedMs += ms;
      return Promise.resolve();
    },
  };
}

export type AdminWire = ReturnType<typeof createAdminWire>;

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

/** Bulk operations run beside requests; a life that repeats needs them done at a moment of its own. */
async function bulkOperationsToEnd({ state }: SimulatedStore): Promise<void> {
  const isActive = () =>
    [...state.all("bulkOperation").values()].some((one) => ACTIVE_STATUSES.includes(one.status));
  while (isActive()) await new Promise((resolve) => setImmediate(resolve));
}

async function bulkResult({ store, state }: SimulatedStore, id: string): Promise<Response> {
  const operation = state.get("bulkOperation", id);
  if (!operation?.file) return json(404, { errors: "Not Found" });
  return new Response(await readFile(join(store.config.folder, operation.file)));
}
