/** Where a bulk operation's result is fetched: a URL that needs no token and lives seven days of store time. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Router } from "express";
import type { BulkOperation } from "../../state/model/app.ts";
import type { ShopState } from "../../state/shop-state.ts";
import type { Store } from "../../state/store.ts";

const RESULT_DAYS = 7;
const DAY_MS = 86_400_000;

export function isExpired(operation: BulkOperation, now: Date): boolean {
  if (operation.status === "expired") return true;
  return (
    operation.completedAt !== null &&
    now.getTime() >= Date.parse(operation.completedAt) + RESULT_DAYS * DAY_MS
  );
}

function signatureOf(store: Store, shop: string, operationId: string): string {
  return createHmac("sha256", store.config.apiSecret).update(`bulk ${shop} ${operationId}`).digest("hex");
}

/** Null without a file, and once it has expired. */
export function resultUrl(
  store: Store,
  state: ShopState,
  operation: BulkOperation,
  file: string | null,
): string | null {
  if (file === null || isExpired(operation, store.now())) return null;
  const { domain } = state.shop;
  return `${store.config.ownUrl}/_bulk/${domain}/${operation.id}.jsonl?signature=${signatureOf(store, domain, operation.id)}`;
}

export function createBulkResults(store: Store): Router {
  const router = Router();
  router.get("/_bulk/:shop/:id.jsonl", (request, response, next) => {
    const { shop, id } = request.params;
    const wanted = Buffer.from(signatureOf(store, shop, id));
    const given = Buffer.from(String(request.query.signature ?? ""));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      response.status(403).type("text/plain").send("The signature does not fit.");
      return;
    }
    const operation = store.shop(shop)?.get("bulkOperation", id);
    const file = operation?.file ?? operation?.partialFile;
    if (!operation || !file || isExpired(operation, store.now())) {
      response.status(404).type("text/plain").send("This result has expired.");
      return;
    }
    response.type("application/jsonl");
    createReadStream(join(store.config.folder, file)).on("error", next).pipe(response);
  });
  return router;
}
