import type { Logger } from "./ports.ts";
import type { Sessions } from "./session-ports.ts";

/** The merchant granted or revoked scopes: what the app then can't do, the Connection page says from the stored list. */
export async function updateScopes(
  ports: { readonly sessions: Pick<Sessions, "setScope">; readonly log: Logger },
  shopId: string,
  scopes: readonly string[],
): Promise<void> {
  await ports.sessions.setScope(shopId, scopes.join(","));
  ports.log.info({ shopId, scopes }, "scopes changed");
}
