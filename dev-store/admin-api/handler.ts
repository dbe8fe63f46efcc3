/**
 * `POST /_shops/{shop}/admin/api/2026-07/graphql.json` and the bulk results: what an app reaches of the Admin API. Faults of
 * the wire are played here: answers that fail, answers that get lost after the work is done, a tight bucket.
 */
import express, { Router, type Request, type Response } from "express";
import { requireAccess } from "../auth/tokens.ts";
import type { AppConfig } from "../config.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { API_VERSION } from "./api-version.ts";
import { createBulkResults } from "./bulk/results.ts";
import { createBulkRunner, resumeBulkOperations } from "./bulk/runner.ts";
import { createExecutor, type ApiRequest } from "./execute.ts";
import { buildContext } from "./request-context.ts";
import { buildAdminSchema } from "./schema.ts";
import { createThrottle, STANDARD_BUCKET, TIGHT_BUCKET } from "./throttle.ts";

/** Shopify's documents are small; a body beyond this is no query. */
const MAXIMUM_BODY = "2mb";

/** `app` reads `shopify.app.toml`. Mount at the root. Bulk operations that a stop cut off start again. */
export function createAdminApi(store: Store, app: () => AppConfig): Router {
  const admin = buildAdminSchema();
  const throttle = createThrottle(() => Date.now());
  const executor = createExecutor(admin, throttle);
  const bulk = createBulkRunner(admin);
  resumeBulkOperations(store, bulk, app);

  async function answer(request: Request, response: Response): Promise<void> {
    response.set("X-Shopify-API-Version", API_VERSION);
    const state = store.shop(String(request.params.shop));
    if (!state || request.params.version !== API_VERSION) {
      response.status(404).json({ errors: "Not Found" });
      return;
    }
    const allowed = requireAccess(store, state, request.get("X-Shopify-Access-Token") ?? "");
    if (!allowed.ok) {
      response.status(401).json({ errors: allowed.detail });
      return;
    }
    if (happens(store, store.faults.adminErrors)) {
      const isInternal = store.random() < 0.5;
      response
        .status(isInternal ? 500 : 502)
        .json({ errors: isInternal ? "Internal Server Error" : "Bad Gateway" });
      return;
    }
    const wanted = requestOf(request.body);
    if (!wanted) {
      response.status(400).json({ errors: { query: "Required parameter missing or invalid" } });
      return;
    }
    await run(state, wanted, response);
  }

  async function run(state: ShopState, wanted: ApiRequest, response: Response): Promise<void> {
    const context = buildContext(store, state, app(), bulk);
    const size = store.faults.throttle ? TIGHT_BUCKET : STANDARD_BUCKET;
    const result = await executor.run(wanted, context, size);
    // Done, but nobody learns of it: the connection is cut without a byte.
    if (happens(store, store.faults.adminAnswersLost)) response.socket?.destroy();
    else response.json(result);
  }

  const router = Router();
  router.use(createBulkResults(store));
  router.post(
    "/_shops/:shop/admin/api/:version/graphql.json",
    express.json({ limit: MAXIMUM_BODY }),
    express.text({ type: "application/graphql", limit: MAXIMUM_BODY }),
    (request, response, next) => {
      answer(request, response).catch(next);
    },
  );
  return router;
}

/** A healthy wire takes nothing from the faults' random sequence. */
function happens(store: Store, share: number | undefined): boolean {
  return share !== undefined && share > 0 && store.random() < share;
}

function requestOf(body: unknown): ApiRequest | null {
  if (typeof body === "string") return { query: body, variables: {}, operationName: null };
  const { query, variables, operationName } = (body ?? {}) as Record<string, unknown>;
  if (typeof query !== "string" || query.trim() === "") return null;
  return {
    query,
    variables:
      typeof variables === "object" && variables !== null ? (variables as Record<string, unknown>) : {},
    operationName: typeof operationName === "string" && operationName !== "" ? operationName : null,
  };
}
