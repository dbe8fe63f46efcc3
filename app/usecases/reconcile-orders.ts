import type { ImportPorts } from "./run-import.ts";
import { isOpen, runImports } from "./run-import.ts";
import { RECONCILE_OVERLAP_MS } from "./import-steps.ts";
import type { Ids } from "./ports.ts";

/**
 * Asks Shopify what has changed since everything was last known, and heals whatever webhooks lost: the same road as the
 * first import, over the orders updated since then. A complete pass reads all orders: it also finds those deleted.
 * The pass that a killed process left is carried on first.
 */
export async function reconcileOrders(
  ports: ImportPorts & { readonly ids: Ids },
  shopId: string,
  options: { readonly complete: boolean },
  signal?: AbortSignal,
): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.uninstalledAt !== null) return;
  const runs = await ports.runs.list(shopId, 50);
  // Before the first import has ended there is nothing to compare with; it reads everything anyway.
  const firstIsDone = runs.some((run) => run.kind === "first" && run.status === "done") || shop.reconciledUntil !== null;
  if (firstIsDone && !runs.some((run) => run.kind === "reconcile" && isOpen(run))) {
    const at = ports.clock.now();
    const since = shop.reconciledUntil === null || options.complete ? null : new Date(shop.reconciledUntil.getTime() - RECONCILE_OVERLAP_MS);
    await ports.runs.create(shopId, { importId: ports.ids.next(at), kind: "reconcile", status: "requested", since, fileName: null, at });
  }
  await runImports(ports, shopId, signal);
}
