/**
 * `POST /_control/bulk/{id}`: spoils a finished result, to see what an app makes of it. Body, all optional:
 * `truncateBytes` (the file keeps that many bytes), `expire` (its seven days are over), `shuffleChildren` (every child
 * before every parent), `fail` (the operation has failed and only partial data is there).
 */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, truncate } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import express, { Router } from "express";
import { z } from "zod";
import type { BulkOperation } from "../../state/model/app.ts";
import { idOf } from "../../state/ids.ts";
import { putBulkOperation } from "../../state/operations/bulk.ts";
import type { ShopState } from "../../state/shop-state.ts";
import type { Store } from "../../state/store.ts";

const body = z.strictObject({
  truncateBytes: z.number().int().nonnegative().optional(),
  expire: z.literal(true).optional(),
  shuffleChildren: z.literal(true).optional(),
  fail: z.literal(true).optional(),
});

/** `{id}` is the operation's numeric id or gid, or `latest`; `?shop=` as everywhere in the control API. */
export function createBulkControl(store: Store): Router {
  const router = Router();
  router.post("/_control/bulk/:id", express.json(), (request, response, next) => {
    const state = store.shop(String(request.query.shop ?? store.config.demoShop));
    const operation = state && find(state, String(request.params.id));
    const wanted = body.safeParse(request.body);
    if (!state || !operation) {
      response.status(404).json({
        detail: "There is no such bulk operation; name a shop and the id of one of its operations.",
      });
    } else if (!wanted.success) {
      response.status(422).json({ detail: z.prettifyError(wanted.error) });
    } else if (operation.file === null) {
      response
        .status(422)
        .json({ detail: `The operation is ${operation.status} and has no result to change.` });
    } else {
      spoil(store, state, operation, operation.file, wanted.data).then(
        (after) => response.json({ id: after.id, status: after.status }),
        next,
      );
    }
  });
  return router;
}

function find(state: ShopState, id: string): BulkOperation | null {
  if (id === "latest") return [...state.all("bulkOperation").values()].at(-1) ?? null;
  const tail = idOf("BulkOperation", id);
  return tail === null ? null : state.get("bulkOperation", tail);
}

async function spoil(
  store: Store,
  state: ShopState,
  operation: BulkOperation,
  file: string,
  wanted: z.infer<typeof body>,
): Promise<BulkOperation> {
  const path = join(store.config.folder, file);
  if (wanted.shuffleChildren) await childrenFirst(path);
  if (wanted.truncateBytes !== undefined) await truncate(path, wanted.truncateBytes);
  const after: BulkOperation = {
    ...operation,
    ...(wanted.expire ? { status: "expired" } : {}),
    ...(wanted.fail
      ? { status: "failed", errorCode: "internal_server_error", file: null, partialFile: file }
      : {}),
  };
  return after.status === operation.status ? operation : putBulkOperation(store, state, after);
}

async function childrenFirst(path: string): Promise<void> {
  const target = createWriteStream(`${path}.new`);
  for (const wantsChildren of [true, false]) {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      const isChild = (JSON.parse(line) as { __parentId?: string }).__parentId !== undefined;
      if (isChild === wantsChildren && !target.write(`${line}\n`)) await once(target, "drain");
    }
  }
  await new Promise<void>((resolve, reject) =>
    target.end((error?: Error | null) => (error ? reject(error) : resolve())),
  );
  await rename(`${path}.new`, path);
}
