import type { ImportRun, ImportRuns, ImportStatus } from "../imports/import-ports.ts";
import type { ShopRecord } from "../ports.ts";

export type Setup = {
  readonly import: {
    readonly state: "none" | "running" | "review" | "done" | "failed";
    readonly importId: string | null;
    readonly phase: ImportStatus | null;
    readonly ordersDone: number;
    readonly ordersTotal: number;
    readonly failure: string | null;
  };
  readonly programVersion: number | null;
  readonly blockPlaced: boolean;
  readonly testOrderSeen: boolean;
  readonly launched: boolean;
  readonly dismissed: boolean;
};

/** How far a shop is on the way to its launch: the merchant's setup guide. */
export async function describeSetup(
  ports: {
    readonly runs: Pick<ImportRuns, "list">;
    readonly programs: { getCurrent(shopId: string): Promise<{ readonly version: number } | null> };
    readonly shops: { listSetupMarks(shopId: string): Promise<string[]> };
    readonly orderReads: { hasOrderSince(shopId: string, since: Date): Promise<boolean> };
  },
  shop: ShopRecord,
): Promise<Setup> {
  const [runs, program, marks, testOrderSeen] = await Promise.all([
    ports.runs.list(shop.shopId, 20),
    ports.programs.getCurrent(shop.shopId),
    ports.shops.listSetupMarks(shop.shopId),
    ports.orderReads.hasOrderSince(shop.shopId, shop.installedAt),
  ]);
  // A sweep is no business of the guide; an uploaded file counts as the import where it is the newest.
  return {
    import: describeImport(runs.find((run) => run.kind !== "reconcile") ?? null),
    programVersion: program?.version ?? null,
    blockPlaced: marks.includes("block"),
    testOrderSeen: testOrderSeen || marks.includes("test-order"),
    launched: shop.launchedAt !== null,
    dismissed: marks.includes("dismissed"),
  };
}

function describeImport(run: ImportRun | null): Setup["import"] {
  if (run === null)
    return { state: "none", importId: null, phase: null, ordersDone: 0, ordersTotal: 0, failure: null };
  const { importId, status, ordersDone, ordersTotal, failure } = run;
  return { state: stateOf(status), importId, phase: status, ordersDone, ordersTotal, failure };
}

function stateOf(status: ImportStatus): Setup["import"]["state"] {
  switch (status) {
    case "requested":
    case "exporting":
    case "loading":
    case "recording":
    case "fetching":
      return "running";
    case "review":
    case "done":
    case "failed":
      return status;
    case "discarded":
      return "none";
  }
}
