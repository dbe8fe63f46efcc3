/**
 * `npm start`: makes what is missing, then runs the local store, the app's web server and its worker on a database,
 * until Ctrl-C, a crash of one of them, or the end of the process that started this one.
 *
 * Stopping goes in the order worker, web, local store, database, so that nothing talks to what is already gone.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";
import { prepareBuild, prepareClient } from "./prepare.ts";
import { deployMigrations } from "./prisma.ts";
import { startChild, type Child } from "./start/child.ts";
import { isPortFree } from "./start/ports.ts";
import { endPreviousRun, forgetRun, rememberRun } from "./start/previous-run.ts";
import { followReadiness, waitUntilHealthy } from "./start/readiness.ts";
import { provideSecrets, type Secrets } from "./start/secrets.ts";
import { readSettings, SettingsError, type Settings } from "./start/settings.ts";

const LOCAL_STORE_SHOP = "perennial-demo.myshopify.com";
const say = (line: string): void => console.log(`perennial │ ${line}`);

/** What runs, in the order in which it was started; it is stopped from the end. */
const running: { stop(): Promise<void> }[] = [];
let stopping: Promise<void> | undefined;

function stopAll(): Promise<void> {
  return (stopping ??= (async () => {
    for (const part of running.toReversed()) await part.stop();
  })());
}

async function stopAndExit(reason: string, exitCode: number, settings: Settings | null): Promise<never> {
  if (stopping === undefined) say(reason);
  await stopAll();
  if (settings !== null) forgetRun(settings.dataDirectory);
  say("stopped");
  process.exit(exitCode);
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stopAndExit("stopping …", signal === "SIGINT" ? 130 : 143, settings));
  }
  process.on(
    "disconnect",
    () => void stopAndExit("the process that started this one has ended: stopping …", 1, settings),
  );

  await endPreviousRun(settings.dataDirectory, settings.fresh, say);
  if (settings.fresh) await beginAnew(settings);
  await requireFreePort("PORT", settings.appPort);
  await requireFreePort("DEV_STORE_PORT", settings.devStorePort);
  mkdirSync(settings.dataDirectory, { recursive: true });
  const secrets = provideSecrets(settings.dataDirectory, process.env);
  rememberRun(settings.dataDirectory, []);

  await prepareClient(say);
  const [databaseUrl] = await Promise.all([provideDatabase(settings), prepareBuild(say)]);
  if (stopping !== undefined) return;

  const children = startChildren(settings, secrets, databaseUrl);
  rememberRun(settings.dataDirectory, [...children.map(({ pid }) => pid), ...embeddedPid]);
  for (const child of children) void child.exited.then((how) => reportCrash(child, how, settings));

  await waitUntilHealthy([
    `http://127.0.0.1:${settings.devStorePort}`,
    `http://127.0.0.1:${settings.appPort}`,
  ]);
  if (stopping !== undefined) return;
  showBanner(settings, secrets);
  await followReadiness(`http://127.0.0.1:${settings.appPort}/readyz`, say);
}

const embeddedPid: number[] = [];

async function provideDatabase(settings: Settings): Promise<string> {
  let databaseUrl = settings.databaseUrl;
  if (databaseUrl === null) {
    say("starting PostgreSQL …");
    const server = await startEmbeddedPostgres(
      { dataDirectory: join(settings.dataDirectory, "postgres") },
      say,
    );
    running.push(server);
    embeddedPid.push(server.pid);
    void server.exited.then(({ expected, lastLines }) => {
      if (expected || stopping !== undefined) return;
      void stopAndExit(`PostgreSQL has ended:\n${lastLines.join("\n")}`, 1, settings);
    });
    databaseUrl = await provideEmbeddedDatabase(server);
  }
  say("bringing the database to the newest migration …");
  await deployMigrations(databaseUrl);
  return databaseUrl;
}

async function provideEmbeddedDatabase(server: EmbeddedPostgres): Promise<string> {
  const client = new pg.Client(server.url());
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'perennial'");
    if (rowCount === 0) await client.query("CREATE DATABASE perennial");
  } finally {
    await client.end();
  }
  return server.url("perennial");
}

function startChildren(settings: Settings, secrets: Secrets, databaseUrl: string): Child[] {
  const appUrl = `http://127.0.0.1:${settings.appPort}`;
  const storeUrl = `http://127.0.0.1:${settings.devStorePort}`;
  const shared = {
    NODE_ENV: "development",
    DATA_DIR: settings.dataDirectory,
    SHOPIFY_API_KEY: secrets.SHOPIFY_API_KEY,
    SHOPIFY_API_SECRET: secrets.SHOPIFY_API_SECRET,
  };
  const app = {
    ...shared,
    PORT: String(settings.appPort),
    DATABASE_URL: databaseUrl,
    SHOPIFY_APP_URL: appUrl,
    TOKEN_ENCRYPTION_KEYS: secrets.TOKEN_ENCRYPTION_KEYS,
    PERENNIAL_API_TOKEN: secrets.PERENNIAL_API_TOKEN,
    LOCAL_STORE_URL: storeUrl,
    LOCAL_STORE_SHOP,
  };
  const store = {
    ...shared,
    DEV_STORE_PORT: String(settings.devStorePort),
    APP_URL: appUrl,
    ...(settings.ordersFile === null ? {} : { DEV_STORE_ORDERS: settings.ordersFile }),
  };
  const children = [
    startChild("dev store", "dev-store/main.ts", store),
    startChild("web", "app/server.ts", app),
    startChild("worker", "app/worker.ts", app),
  ];
  running.push(...children);
  return children;
}

async function reportCrash(child: Child, how: string, settings: Settings): Promise<void> {
  if (stopping !== undefined) return;
  const lines = child.lastLines.map((line) => `    ${line}`).join("\n");
  await stopAndExit(
    `"${child.name}" has ended (${how}), so the rest is stopped. Its last lines:\n${lines}`,
    1,
    settings,
  );
}

async function requireFreePort(variable: string, port: number): Promise<void> {
  if (await isPortFree(port)) return;
  throw new SettingsError(
    `Port ${port} is taken by another program. Stop that program, or choose another port: ${variable}=${port + 1} npm start`,
  );
}

/** Deletes what earlier runs kept. A database that the caller brought is the caller's to empty. */
async function beginAnew(settings: Settings): Promise<void> {
  const directory = settings.dataDirectory;
  if ([".git", "package.json"].some((name) => existsSync(join(directory, name)))) {
    throw new SettingsError(
      `--fresh deletes DATA_DIR, and ${directory} holds a project. Name a directory of its own.`,
    );
  }
  if (settings.databaseUrl !== null) {
    const client = new pg.Client(settings.databaseUrl);
    await client.connect();
    const { rows } = await client
      .query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS used")
      .finally(() => client.end());
    if ((rows as { used: boolean }[])[0]?.used) {
      throw new SettingsError(
        "--fresh does not empty the database that DATABASE_URL names. Give it a new, empty one.",
      );
    }
  }
  if (existsSync(directory)) say(`deleting ${directory}`);
  rmSync(directory, { recursive: true, force: true });
}

function showBanner(settings: Settings, secrets: Secrets): void {
  const store = `http://127.0.0.1:${settings.devStorePort}`;
  const token = process.env["PERENNIAL_API_TOKEN"]
    ? "the one you gave (PERENNIAL_API_TOKEN)"
    : secrets.PERENNIAL_API_TOKEN;
  console.log(`
  Perennial is running.

    Merchant's admin   ${store}/admin
    Storefront         ${store}/
    Public API         http://127.0.0.1:${settings.appPort}/api/v1
      with the token   ${token}

  Ctrl-C stops it; the data stays in ${settings.dataDirectory} (npm start -- --fresh begins anew).
`);
}

main().catch(async (problem: unknown) => {
  if (stopping !== undefined) return; // what was under way broke off because of the stop
  const isForThePerson = problem instanceof SettingsError;
  console.error(isForThePerson ? `\n${problem.message}\n` : problem);
  await stopAll();
  process.exit(1);
});
