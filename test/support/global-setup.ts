/**
 * Once per run: a real PostgreSQL server in a temporary directory, with one migrated template database that
 * `createTestDatabase` clones. TEST_DATABASE_SERVER_URL names another server to use instead (a role that may create
 * databases).
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres.ts";
import { deployMigrations } from "../../scripts/prisma.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of the maintenance database of the run's server. */
    databaseServerUrl: string;
    /** Name of the migrated, empty database that tests clone. */
    templateDatabase: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "perennial-test-"));
  const given = process.env["TEST_DATABASE_SERVER_URL"];
  const server = given
    ? null
    : await startEmbeddedPostgres({ dataDirectory: join(directory, "postgres"), durable: false });
  const serverUrl = server?.url() ?? given ?? "";
  const templateDatabase = `perennial_template_${process.pid}`;

  const maintain = async (statement: string): Promise<void> => {
    const client = new pg.Client(serverUrl);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await maintain(`CREATE DATABASE ${templateDatabase}`);
  await deployMigrations(Object.assign(new URL(serverUrl), { pathname: `/${templateDatabase}` }).href);

  project.provide("databaseServerUrl", serverUrl);
  project.provide("templateDatabase", templateDatabase);
  return async () => {
    if (server) await server.stop();
    else await maintain(`DROP DATABASE ${templateDatabase}`);
    await rm(directory, { recursive: true, force: true });
  };
}
