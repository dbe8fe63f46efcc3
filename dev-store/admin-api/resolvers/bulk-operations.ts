import { compareIds, gid, idOf } from "../../state/ids.ts";
import type { BulkOperation } from "../../state/model/app.ts";
import { putBulkOperation } from "../../state/operations/bulk.ts";
import { paginate } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { isExpired, resultUrl } from "../bulk/results.ts";
import { ACTIVE_STATUSES } from "../bulk/run.ts";
import { sortedBy } from "../sorted.ts";

/** Since 2026-01. */
export const MAXIMUM_RUNNING = 5;

export const bulkOperationResolvers: TypeResolvers = {
  id: (operation: BulkOperation) => gid("BulkOperation", operation.id),
  status: (operation: BulkOperation, _, context) =>
    isExpired(operation, context.store.now()) ? "EXPIRED" : operation.status.toUpperCase(),
  errorCode: (operation: BulkOperation) => operation.errorCode?.toUpperCase() ?? null,
  createdAt: (operation: BulkOperation) => operation.createdAt,
  completedAt: (operation: BulkOperation) => operation.completedAt,
  objectCount: (operation: BulkOperation) => operation.objectCount,
  rootObjectCount: (operation: BulkOperation) => operation.rootObjectCount,
  fileSize: (operation: BulkOperation) => operation.fileSize,
  url: (operation: BulkOperation, _, context) =>
    resultUrl(context.store, context.state, operation, operation.file),
  partialDataUrl: (operation: BulkOperation, _, context) =>
    resultUrl(context.store, context.state, operation, operation.partialFile),
  query: (operation: BulkOperation) => operation.query,
  type: (operation: BulkOperation) => operation.type.toUpperCase(),
};

function refused(code: string, message: string, field: string[] | null) {
  return { bulkOperation: null, userErrors: [{ field, message, code }] };
}

function runQuery(args: { query: string; groupObjects: boolean }, context: ApiContext) {
  const plan = context.bulk.prepare(args.query);
  if ("refused" in plan) return refused("INVALID", plan.refused, ["query"]);
  const running = [...context.state.all("bulkOperation").values()].filter((one) =>
    ACTIVE_STATUSES.includes(one.status),
  );
  if (running.length >= MAXIMUM_RUNNING) {
    return refused(
      "LIMIT_REACHED",
      `The limit of ${MAXIMUM_RUNNING} bulk query operations running at a time for this app and shop is reached.`,
      null,
    );
  }
  const operation = putBulkOperation(context.store, context.state, {
    id: context.store.newId(),
    type: "query",
    status: "created",
    errorCode: null,
    query: args.query,
    groupObjects: args.groupObjects,
    objectCount: "0",
    rootObjectCount: "0",
    fileSize: null,
    file: null,
    partialFile: null,
    createdAt: context.store.nowInstant(),
    completedAt: null,
    completedAtRealMs: null,
  });
  context.bulk.start(context, operation.id, plan.query);
  return { bulkOperation: operation, userErrors: [] };
}

function cancel(args: { id: string }, context: ApiContext) {
  const operation = context.state.get("bulkOperation", idOf("BulkOperation", args.id) ?? "");
  if (!operation)
    return { bulkOperation: null, userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }] };
  if (!ACTIVE_STATUSES.includes(operation.status)) {
    const message = `A bulk operation cannot be canceled when it is ${operation.status}`;
    return { bulkOperation: operation, userErrors: [{ field: null, message }] };
  }
  return {
    bulkOperation: putBulkOperation(context.store, context.state, { ...operation, status: "canceling" }),
    userErrors: [],
  };
}

export const bulkMutations: TypeResolvers = {
  bulkOperationRunQuery: (_, args, context) => runQuery(args, context),
  bulkOperationCancel: (_, args, context) => cancel(args, context),
};

export const bulkQueries: TypeResolvers = {
  bulkOperation: (_, args, context) =>
    context.state.get("bulkOperation", idOf("BulkOperation", args.id) ?? ""),
  bulkOperations: (_, args, context) =>
    paginate(
      sortedBy(context.state, "bulkOperation", args.sortKey, (one) =>
        args.sortKey === "COMPLETED_AT" ? (one.completedAt ?? "") : one.createdAt,
      ),
      args,
    ),
  currentBulkOperation: (_, args, context) =>
    [...context.state.all("bulkOperation").values()]
      .filter((one) => one.type.toUpperCase() === args.type)
      .sort((a, b) => compareIds(b.id, a.id))[0] ?? null,
};
