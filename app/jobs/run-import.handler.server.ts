import { runImports } from "#app/usecases/imports/run-import.ts";
import type { App } from "#app/wiring.server.ts";
import { importPorts } from "./import-ports.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleRunImport = (app: App): ShopJobHandler => {
  const ports = importPorts(app);
  return async ({ shopId }, signal) => void (await runImports(ports, shopId, signal));
};
