import { accept, refuse } from "#app/domain/shared/outcome.ts";
import {
  DownloadError,
  type OrderExport,
  type OrderExports,
  type ExportedRow,
} from "#app/usecases/imports/import-ports.ts";
import type { AdminOutcome, Gateway } from "../gateway.server.ts";
import type { BulkOperationParts } from "../operations/bulk-operation-fields.ts";
import { listBulkOperations } from "../operations/list-bulk-operations.ts";
import { readBulkOperation } from "../operations/read-bulk-operation.ts";
import { runBulkQuery } from "../operations/run-bulk-query.ts";
import { openResult, readLines } from "./jsonl.server.ts";
import { readBulkRow } from "./order-rows.ts";
import { bulkOrdersQuery } from "./orders-query.ts";

/** Enough to find an operation again: a shop runs at most five at once. */
const LOOK_BACK = 20;

/** Shopify's bulk operations as the import sees them. */
export function createOrderExports(parts: { gateway: Gateway; fetch: typeof fetch }): OrderExports {
  const { gateway } = parts;

  async function findStarted(shopId: string, query: string): Promise<AdminOutcome<OrderExport | null>> {
    const listed = await gateway.run(shopId, listBulkOperations, { first: LOOK_BACK });
    if (!listed.ok) return listed;
    const ours = listed.value.bulkOperations.nodes.find((operation) => operation.query === query);
    return accept(ours === undefined ? null : describe(ours));
  }

  return {
    async start(shopId, request) {
      const query = bulkOrdersQuery(request);
      const started = await findStarted(shopId, query);
      if (!started.ok) return started;
      if (started.value !== null) return accept(started.value);

      const answer = await gateway.run(shopId, runBulkQuery, { query });
      if (!answer.ok) return answer;
      const { bulkOperation, userErrors } = answer.value.bulkOperationRunQuery;
      if (bulkOperation !== null) return accept(describe({ ...bulkOperation, query }));
      const busy = userErrors.some(
        ({ code }) => code === "LIMIT_REACHED" || code === "OPERATION_IN_PROGRESS",
      );
      const said = userErrors.map(({ message }) => message).join(" ");
      return refuse(
        busy
          ? {
              code: "export-busy",
              detail: `Shopify already runs as many exports as it allows; this one starts when one has ended. ${said}`,
            }
          : { code: "export-refused", detail: `Shopify refused the export: ${said}` },
      );
    },

    async read(shopId, operationId) {
      const answer = await gateway.run(shopId, readBulkOperation, { id: operationId });
      if (!answer.ok) return answer;
      return accept(answer.value.bulkOperation === null ? null : describe(answer.value.bulkOperation));
    },

    async *rows(url, currency, expectedObjects): AsyncGenerator<ExportedRow[]> {
      let objects = 0;
      for await (const lines of readLines(await openResult(parts.fetch, url))) {
        const rows: ExportedRow[] = [];
        for (const line of lines) {
          if (line === "") continue;
          objects += 1;
          const row = parseRow(line, objects, currency);
          if (row !== null) rows.push(row);
        }
        yield rows;
      }
      if (objects < expectedObjects) {
        throw new DownloadError("truncated", `the result holds ${objects} of ${expectedObjects} objects`);
      }
    },
  };
}

function parseRow(line: string, position: number, currency: string): ExportedRow | null {
  try {
    return readBulkRow(line, position, currency);
  } catch (problem) {
    if (problem instanceof SyntaxError) throw new DownloadError("truncated", `object ${position} breaks off`);
    throw problem;
  }
}

function describe(operation: BulkOperationParts): OrderExport {
  return {
    operationId: operation.id,
    state:
      operation.status === "COMPLETED"
        ? "completed"
        : ["CREATED", "RUNNING", "CANCELING"].includes(operation.status)
          ? "running"
          : "failed",
    errorCode:
      operation.errorCode ??
      (operation.status === "EXPIRED" || operation.status === "CANCELED" ? operation.status : null),
    url: operation.url,
    objectCount: operation.objectCount,
    orderCount: operation.rootObjectCount,
  };
}
