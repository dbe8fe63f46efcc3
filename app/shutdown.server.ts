import type { Logger } from "./usecases/ports.ts";

const LIMIT_MS = 30_000;

/**
 * Runs `stop` once, on SIGTERM, SIGINT or when the parent process that started this one over IPC is gone, then exits.
 * What does not stop in time is cut off: it stands in the database and is taken up again.
 */
export function onShutdown(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const shutDown = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, "stopping");
    setTimeout(() => {
      log.error({ reason }, "did not stop in time");
      process.exit(1);
    }, LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      (problem: unknown) => {
        log.error({ err: problem }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => shutDown("SIGTERM"));
  process.on("SIGINT", () => shutDown("SIGINT"));
  if (process.connected) process.on("disconnect", () => shutDown("parent gone"));
}
