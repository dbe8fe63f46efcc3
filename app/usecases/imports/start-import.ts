import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type { ImportRuns } from "./import-ports.ts";
import type { Clock, Ids, Wake } from "../ports.ts";
import { isOpen } from "./run-import.ts";

export type StartImportPorts = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Wake;
  readonly runs: ImportRuns;
};

/**
 * Asks for the first import of a shop's orders; also the merchant's "try again" after a failure. While one is under way the
 * same one is meant.
 */
export async function startImport(
  ports: StartImportPorts,
  shopId: string,
): Promise<Outcome<{ importId: string }>> {
  const recent = await ports.runs.list(shopId, 20);
  const open = recent.find((run) => run.kind === "first" && isOpen(run));
  if (open !== undefined) {
    ports.wake.imports(shopId);
    return accept({ importId: open.importId });
  }
  const at = ports.clock.now();
  const importId = ports.ids.next(at);
  await ports.runs.create(shopId, {
    importId,
    kind: "first",
    status: "requested",
    since: null,
    fileName: null,
    at,
  });
  ports.wake.imports(shopId);
  return accept({ importId });
}

/** A failed run is begun anew under its own id and with fresh tries; what it had recorded stays recorded. */
export async function retryImport(
  ports: StartImportPorts,
  shopId: string,
  importId: string,
): Promise<Outcome<{ importId: string }>> {
  const run = await ports.runs.get(shopId, importId);
  if (run === null)
    return refuse({ code: "unknown-import", detail: "This import is not known: reload the page." });
  if (run.status !== "failed")
    return refuse({
      code: "import-not-failed",
      detail: "Only a failed import can be tried again: reload the page.",
    });
  if (run.kind !== "csv") return startImport(ports, shopId);
  await ports.runs.update(shopId, importId, {
    status: "requested",
    attempts: 0,
    failure: null,
    finishedAt: null,
  });
  ports.wake.imports(shopId);
  return accept({ importId });
}
