import { buildContext } from "../request-context.ts";
import type { AppConfig } from "../../config.ts";
import type { Store } from "../../state/store.ts";
import type { AdminSchema } from "../schema.ts";
import type { ApiContext } from "../context.ts";
import { compileBulkQuery, type BulkNode } from "./compile.ts";
import { ACTIVE_STATUSES, runBulkOperation } from "./run.ts";
import { validateBulkQuery } from "./validate.ts";

export interface BulkRunner {
  prepare(query: string): { query: BulkNode } | { refused: string };
  /** Begins once the running request is answered. */
  start(context: ApiContext, operationId: string, query: BulkNode): void;
}

export function createBulkRunner(admin: AdminSchema): BulkRunner {
  return {
    prepare(query) {
      const valid = validateBulkQuery(admin.schema, query);
      return "refused" in valid ? valid : { query: compileBulkQuery(admin, valid) };
    },
    start(context, operationId, query) {
      setImmediate(() => void runBulkOperation(context, operationId, query));
    },
  };
}

/** After a restart: what had not ended runs again from its beginning. */
export function resumeBulkOperations(store: Store, runner: BulkRunner, app: () => AppConfig): void {
  for (const state of store.shops) {
    for (const operation of state.all("bulkOperation").values()) {
      if (!ACTIVE_STATUSES.includes(operation.status)) continue;
      const plan = runner.prepare(operation.query);
      if ("refused" in plan) throw new Error(`stored bulk operation ${operation.id}: ${plan.refused}`);
      runner.start(buildContext(store, state, app(), runner), operation.id, plan.query);
    }
  }
}
