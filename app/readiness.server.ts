import { listMissingMigrations } from "./persistence/readiness.server.ts";
import type { App } from "./wiring.server.ts";

/** Names of the migrations that this version was built with. */
const MIGRATIONS = Object.keys(
  import.meta.glob("../prisma/migrations/*/migration.sql", { query: "?raw" }),
).map((path) => path.split("/").at(-2) ?? path);

/** What is missing before the app can work; empty = ready. With a local store the demo shop's first import belongs to it. */
export async function listNotReady(app: App, migrations = MIGRATIONS): Promise<string[]> {
  const missing = await listMissingMigrations(app.database.pool, migrations);
  if (missing.length > 0) return missing.map((name) => `migration ${name}`);
  const { localStore } = app.environment;
  if (localStore === null) return [];
  const first = (await app.runs.list(localStore.shop, 50)).findLast((run) => run.kind === "first");
  return first?.status === "done" ? [] : [`first import: ${first?.status ?? "not asked for"}`];
}
