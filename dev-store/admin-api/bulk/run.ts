/**
 * Runs a bulk operation in slices between other requests, writing JSONL to a file with constant memory. By default lines
 * come in no order, children far from their parents and often before them, as Shopify's do.
 */
import { mkdirSync } from "node:fs";
import { open, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { GraphQLError } from "graphql";
import type { BulkOperation } from "../../state/model/app.ts";
import { putBulkOperation } from "../../state/operations/bulk.ts";
import type { ShopState } from "../../state/shop-state.ts";
import type { Store } from "../../state/store.ts";
import type { ApiContext } from "../context.ts";
import type { BulkNode } from "./compile.ts";
import { createShuffle, type LineOrder } from "./shuffle.ts";

/** Root objects written before other requests get their turn. */
const SLICE_ROOTS = 100;
/** How often the progress is stored, in objects. */
const PROGRESS_OBJECTS = 10_000;
const WRITE_CHUNK_CHARACTERS = 256 * 1024;

export const ACTIVE_STATUSES: readonly BulkOperation["status"][] = ["created", "running", "canceling"];

/** Resolves when the operation is final. Never rejects: what goes wrong ends as `failed`. */
export async function runBulkOperation(
  context: ApiContext,
  operationId: string,
  query: BulkNode,
): Promise<void> {
  const { store, state } = context;
  const asked = state.get("bulkOperation", operationId);
  if (asked?.status === "canceling") {
    update(store, state, operationId, { ...completion(store), status: "canceled" });
    return;
  }
  const started = update(store, state, operationId, { status: "running", file: null });
  const file = `bulk/${randomUUID()}.jsonl`;
  const path = join(store.config.folder, file);
  mkdirSync(dirname(path), { recursive: true });
  const handle = await open(path, "w");
  const counts = { objects: 0, roots: 0 };
  try {
    const order = started.groupObjects ? inOrder() : createShuffle(operationId);
    const finished = await writeAll(context, operationId, query, handle, order, counts);
    await handle.close();
    const { size } = await stat(path);
    const done = {
      objectCount: String(counts.objects),
      rootObjectCount: String(counts.roots),
      ...completion(store),
    };
    if (finished) {
      // Shopify gives no file where there is nothing in it.
      update(store, state, operationId, {
        ...done,
        status: "completed",
        fileSize: String(size),
        file: size > 0 ? file : null,
      });
    } else {
      update(store, state, operationId, { ...done, status: "canceled", partialFile: size > 0 ? file : null });
    }
  } catch (error) {
    await handle.close();
    const denied = error instanceof GraphQLError && error.extensions.code === "ACCESS_DENIED";
    if (!denied) console.error(`bulk operation ${operationId} failed`, error);
    if (counts.objects === 0) await rm(path, { force: true });
    update(store, state, operationId, {
      ...completion(store),
      status: "failed",
      errorCode: denied ? "access_denied" : "internal_server_error",
      objectCount: String(counts.objects),
      rootObjectCount: String(counts.roots),
      partialFile: counts.objects === 0 ? null : file,
    });
  }
}

function completion(store: Store): Pick<BulkOperation, "completedAt" | "completedAtRealMs"> {
  return { completedAt: store.nowInstant(), completedAtRealMs: Date.now() };
}

function update(store: Store, state: ShopState, id: string, changed: Partial<BulkOperation>): BulkOperation {
  const operation = state.get("bulkOperation", id);
  if (!operation) throw new Error(`bulk operation ${id} is gone`);
  return putBulkOperation(store, state, { ...operation, ...changed });
}

function inOrder(): LineOrder {
  return { add: (line) => [line], rest: () => [] };
}

/** False when the operation was cancelled on the way. */
async function writeAll(
  context: ApiContext,
  operationId: string,
  query: BulkNode,
  handle: FileHandle,
  order: LineOrder,
  counts: { objects: number; roots: number },
): Promise<boolean> {
  const { store, state } = context;
  let chunk: string[] = [];
  let characters = 0;
  let reported = 0;
  const flush = async (): Promise<void> => {
    if (chunk.length === 0) return;
    await handle.write(chunk.join(""));
    chunk = [];
    characters = 0;
  };
  const emit = (json: Record<string, unknown>): void => {
    counts.objects++;
    for (const line of order.add(`${JSON.stringify(json)}\n`)) {
      chunk.push(line);
      characters += line.length;
    }
  };
  const writeTree = (node: BulkNode, source: unknown, parentId: string | null): void => {
    const json = node.write(source, context);
    if (parentId !== null) json.__parentId = parentId;
    emit(json);
    if (node.connections.length === 0) return;
    const id = node.id(source, context);
    for (const connection of node.connections) {
      for (const child of connection.nodes(source, context)) writeTree(connection.node, child, id);
    }
  };

  for (const { node, source } of rootsOf(context, query)) {
    writeTree(node, source, null);
    counts.roots++;
    if (characters >= WRITE_CHUNK_CHARACTERS) await flush();
    if (counts.roots % SLICE_ROOTS === 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (state.get("bulkOperation", operationId)?.status === "canceling") break;
      if (counts.objects - reported >= PROGRESS_OBJECTS) {
        reported = counts.objects;
        update(store, state, operationId, {
          objectCount: String(counts.objects),
          rootObjectCount: String(counts.roots),
        });
      }
    }
  }
  for (const line of order.rest()) {
    chunk.push(line);
    characters += line.length;
    if (characters >= WRITE_CHUNK_CHARACTERS) await flush();
  }
  await flush();
  return state.get("bulkOperation", operationId)?.status !== "canceling";
}

/** The query's own connection, or the one object above it (`product(id:) { variants … }`) as a root of its own. */
function* rootsOf(context: ApiContext, query: BulkNode): Generator<{ node: BulkNode; source: unknown }> {
  const above = query.write({}, context);
  const key = Object.keys(above)[0];
  if (key !== undefined) {
    if (above[key] === null) return;
    yield {
      node: {
        write: () => above[key] as Record<string, unknown>,
        connections: query.connections,
        id: () => (above[key] as { id?: string }).id ?? null,
      },
      source: {},
    };
    return;
  }
  for (const connection of query.connections) {
    for (const source of connection.nodes({}, context)) yield { node: connection.node, source };
  }
}
