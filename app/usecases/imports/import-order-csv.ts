import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { ImportFiles } from "./import-file-ports.ts";
import type { ImportRun, ImportRuns, Staging } from "./import-ports.ts";
import type { Clock, Ids, Wake } from "../ports.ts";

export type ImportCsvPorts = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wake: Wake;
  readonly runs: ImportRuns;
  readonly importFiles: ImportFiles;
  readonly staging: Pick<Staging, "clear">;
  readonly audit: Pick<AuditLog, "append">;
};

/** Takes an order export in and asks for its import; the file is kept until that is over, so that a kill loses nothing. */
export async function importOrderCsv(
  ports: ImportCsvPorts,
  shopId: string,
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Outcome<{ importId: string }>> {
  const at = ports.clock.now();
  const importId = ports.ids.next(at);
  // Not open to the worker before all of the file is here.
  await ports.runs.create(shopId, {
    importId,
    kind: "csv",
    status: "discarded",
    since: null,
    fileName: file.name,
    at,
  });
  const size = await ports.importFiles.store(shopId, importId, file.content);
  if (size === 0)
    return refuse({
      code: "empty-file",
      detail: "The file is empty: export the orders again and choose that file.",
    });
  await ports.runs.update(shopId, importId, { status: "requested" });
  ports.wake.imports(shopId);
  return accept({ importId });
}

/** The merchant has seen the problems and keeps what was good. */
export async function confirmImport(
  ports: ImportCsvPorts,
  shopId: string,
  importId: string,
  by: string,
): Promise<Outcome<ImportRun>> {
  const run = await inReview(ports, shopId, importId);
  if (!run.ok) return run;
  await ports.runs.update(shopId, importId, { status: "recording", confirmed: true });
  await tellDecision(ports, shopId, run.value, "import-confirmed", by);
  ports.wake.imports(shopId);
  return run;
}

/** Nothing of the file is kept. */
export async function discardImport(
  ports: ImportCsvPorts,
  shopId: string,
  importId: string,
  by: string,
): Promise<Outcome<ImportRun>> {
  const run = await inReview(ports, shopId, importId);
  if (!run.ok) return run;
  await ports.runs.update(shopId, importId, { status: "discarded", finishedAt: ports.clock.now() });
  await tellDecision(ports, shopId, run.value, "import-discarded", by);
  await ports.staging.clear(shopId, importId);
  await ports.importFiles.remove(shopId, importId);
  return run;
}

function tellDecision(
  { audit, clock }: ImportCsvPorts,
  shopId: string,
  { importId, fileName }: ImportRun,
  action: "import-confirmed" | "import-discarded",
  actor: string,
): Promise<void> {
  const subject = `import:${importId}`;
  return audit.append(shopId, { at: clock.now(), actor, action, subject, detail: { file: fileName } });
}

async function inReview(
  ports: ImportCsvPorts,
  shopId: string,
  importId: string,
): Promise<Outcome<ImportRun>> {
  const run = await ports.runs.get(shopId, importId);
  if (run === null)
    return refuse({ code: "unknown-import", detail: "This import is not known: reload the page." });
  if (run.status !== "review")
    return refuse({
      code: "import-not-in-review",
      detail: "This import waits for no decision any more: reload the page.",
    });
  return accept(run);
}
