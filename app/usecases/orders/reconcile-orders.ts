import type { ImportPorts } from "../imports/run-import.ts";
import { isOpen, runImports } from "../imports/run-import.ts";
import { RECONCILE_OVERLAP_MS } from "../imports/import-steps.ts";
import { reconcileCustomers, type ReconcileCustomerPorts } from "../members/reconcile-customers.ts";
import type { ImportRun } from "../imports/import-ports.ts";
import type { Ids } from "../ports.ts";

export type ReconcilePorts = ImportPorts & ReconcileCustomerPorts & { readonly ids: Ids };

const DAY_MS = 24 * 3_600_000;

/**
 * Asks Shopify what has changed since everything was last known, and heals whatever webhooks lost: the same road as the
 * first import, over the orders updated since then. A complete pass, once a day or when asked for, reads all orders: it
 * also finds those that were deleted, customers too. The pass that a killed process left is carried on first.
 */
export async function reconcileOrders(
  ports: ReconcilePorts,
  shopId: string,
  options: { readonly complete: boolean },
  signal?: AbortSignal,
): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop === null || shop.uninstalledAt !== null) return;
  const runs = await ports.runs.list(shopId, 50);
  // Before the first import has ended there is nothing to compare with; it reads everything anyway.
  const at = ports.clock.now();
  const since =
    shop.reconciledUntil === null ? null : new Date(shop.reconciledUntil.getTime() - RECONCILE_OVERLAP_MS);
  if (since !== null && !runs.some((run) => run.kind !== "csv" && isOpen(run))) {
    const isToday = (run: ImportRun) =>
      run.status === "done" && run.since === null && at.getTime() - run.startedAt.getTime() < DAY_MS;
    const complete = options.complete || !runs.some((run) => run.kind !== "csv" && isToday(run));
    await ports.runs.create(shopId, {
      importId: ports.ids.next(at),
      kind: "reconcile",
      status: "requested",
      since: complete ? null : since,
      fileName: null,
      at,
    });
    const customers = await reconcileCustomers(ports, shopId, { since, complete });
    if (!customers.ok)
      ports.log.warn(
        { shopId, detail: customers.refusals[0].detail },
        "customers can't be reconciled; the next pass tries again",
      );
  }
  await runImports(ports, shopId, signal);
}
