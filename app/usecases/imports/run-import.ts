import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Step } from "./import-steps.ts";
import * as steps from "./import-steps.ts";
import type {
  ImportLock,
  ImportRun,
  ImportRunChange,
  ImportRuns,
  OrderExports,
  Staging,
} from "./import-ports.ts";
import type { ImportFiles, OrderCsvReader } from "./import-file-ports.ts";
import type { Sessions } from "../shops/session-ports.ts";
import type { KnownProducts, ShopifyProducts } from "../orders/product-ports.ts";
import type { Clock, Logger, ShopifyOrders, ShopRecord, Wake } from "../ports.ts";

export type ImportPorts = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly wake: Wake;
  readonly runs: ImportRuns;
  readonly importLock: ImportLock;
  readonly staging: Staging;
  readonly exports: OrderExports;
  readonly importFiles: ImportFiles;
  readonly orderCsv: OrderCsvReader;
  readonly shopifyOrders: ShopifyOrders;
  readonly shops: {
    get(shopId: string): Promise<ShopRecord | null>;
    setReconciledUntil(shopId: string, until: Date): Promise<void>;
  };
  readonly sessions: Pick<Sessions, "get">;
  readonly programs: { list(shopId: string): Promise<ProgramVersion[]> };
  readonly shopifyProducts: ShopifyProducts;
  readonly knownProducts: KnownProducts;
  readonly recordOrders: (shopId: string, facts: readonly OrderFacts[]) => Promise<void>;
  readonly awardHistory: (shopId: string) => Promise<Outcome<null>>;
  readonly deleteOrder: (shopId: string, orderId: string, at: Date) => Promise<void>;
  /** Waits between two looks at Shopify; ends early when the process is asked to stop. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** Exports and downloads are tried this often in all; then the merchant is told, and may start anew. */
const ATTEMPTS = 5;
const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 5_000;
/** After so long one job ends; the sweep begins the next one where this one stood. */
const POLL_FOR_MS = 30 * 60_000;

/**
 * Carries a shop's open imports on from where they stand, one after another, oldest first. Where a run stands is in the
 * database alone and every step may run twice, so a kill at any moment costs the step it hit and nothing else.
 * @returns false when another process is at it
 */
export async function runImports(ports: ImportPorts, shopId: string, signal?: AbortSignal): Promise<boolean> {
  return ports.importLock.hold(shopId, async () => {
    for (;;) {
      const run = await ports.runs.nextOpen(shopId);
      const shop = await ports.shops.get(shopId);
      if (run === null || shop === null || shop.uninstalledAt !== null) return;
      if (!(await carryOn(ports, shop, run.importId, signal))) return;
    }
  });
}

/** @returns false when it has to wait for something that can take long */
async function carryOn(
  ports: ImportPorts,
  shop: ShopRecord,
  importId: string,
  signal?: AbortSignal,
): Promise<boolean> {
  let waitedMs = 0;
  let pollMs = FIRST_POLL_MS;
  let phase: ImportRun["status"] | null = null;
  for (;;) {
    if (signal?.aborted) return false;
    const run = await ports.runs.get(shop.shopId, importId);
    if (run === null || !isOpen(run)) return true;
    if (run.status !== phase)
      ports.log.info({ shopId: shop.shopId, importId, kind: run.kind, phase: run.status }, "import goes on");
    phase = run.status;
    const step = await takeStep(ports, shop, run);
    switch (step.kind) {
      case "next":
        await ports.runs.update(shop.shopId, importId, step.change);
        pollMs = FIRST_POLL_MS;
        continue;
      case "again": {
        const attempts = run.attempts + 1;
        ports.log.warn(
          { shopId: shop.shopId, importId, attempts, failure: step.failure, detail: step.detail },
          "import has to try again",
        );
        await ports.runs.update(
          shop.shopId,
          importId,
          attempts >= ATTEMPTS ? failed(ports, step.failure) : { ...step.change, attempts },
        );
        await ports.pause(pollMs, signal);
        continue;
      }
      case "failed":
        ports.log.error(
          { shopId: shop.shopId, importId, failure: step.failure, detail: step.detail },
          "import failed",
        );
        await ports.runs.update(shop.shopId, importId, failed(ports, step.failure));
        continue;
      case "wait":
        if (waitedMs >= POLL_FOR_MS) return false;
        await ports.pause(pollMs, signal);
        waitedMs += pollMs;
        pollMs = Math.min(2 * pollMs, LONGEST_POLL_MS);
    }
  }
}

export function isOpen(run: Pick<ImportRun, "status">): boolean {
  return ["requested", "exporting", "loading", "recording", "fetching"].includes(run.status);
}

function failed(ports: ImportPorts, failure: NonNullable<ImportRun["failure"]>): ImportRunChange {
  return { status: "failed", failure, finishedAt: ports.clock.now() };
}

function takeStep(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  switch (run.status) {
    case "requested":
      return steps.requestExport(ports, shop, run);
    case "exporting":
      return steps.awaitExport(ports, shop, run);
    case "loading":
      return run.kind === "csv" ? steps.loadFile(ports, shop, run) : steps.loadExport(ports, shop, run);
    case "recording":
      return steps.recordSlices(ports, shop, run);
    case "fetching":
      return steps.recordRemaining(ports, shop, run);
    case "review":
    case "done":
    case "failed":
    case "discarded":
      throw new Error(`import ${run.importId} is ${run.status}: there is no step to take`);
  }
}
