import type { Logger } from "../ports.ts";
import { offlineSessionId, type Sessions } from "./session-ports.ts";
import { startImport, type StartImportPorts } from "../imports/start-import.ts";

export type UpdateScopesPorts = StartImportPorts & {
  readonly sessions: Pick<Sessions, "get" | "setScope">;
  readonly log: Logger;
};

/** Lets the app see orders older than 60 days. */
const HISTORY_SCOPE = "read_all_orders";

/**
 * The merchant granted or revoked scopes: what the app then can't do, the Connection page says from the stored list. When the
 * history opens up after a first import that could not see it, the import is made anew; what is known stays as it is.
 */
export async function updateScopes(
  ports: UpdateScopesPorts,
  shopId: string,
  scopes: readonly string[],
): Promise<void> {
  const before = (await ports.sessions.get(offlineSessionId(shopId)))?.scope?.split(",") ?? [];
  await ports.sessions.setScope(shopId, scopes.join(","));
  ports.log.info({ shopId, scopes }, "scopes changed");
  const opened = scopes.includes(HISTORY_SCOPE) && !before.includes(HISTORY_SCOPE);
  if (opened && (await ports.runs.list(shopId, 1)).length > 0) await startImport(ports, shopId);
}
