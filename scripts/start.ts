/**
 * `npm start`: makes what is missing, then runs the local store, the app's web server and its worker on a database,
 * until Ctrl-C. `npm start -- --fresh` begins anew.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "./plain-error.ts";
import { prepareBuild, prepareClient } from "./prepare.ts";
import { isDatabaseUsed, provideDatabase } from "./start/database.ts";
import { openHouse, say, type House } from "./start/house.ts";
import { findFreePort, isPortFree } from "./start/ports.ts";
import { endPreviousRun, rememberRun } from "./start/previous-run.ts";
import { followReadiness, waitUntilHealthy } from "./start/readiness.ts";
import { provideSecrets, type Secrets } from "./start/secrets.ts";
import { readSettings, type Settings } from "./start/settings.ts";

const LOCAL_STORE_SHOP = "perennial-demo.myshopify.com";

async function main(settings: Settings): Promise<void> {
  const { dataDirectory, appPort, devStorePort } = settings;
  await endPreviousRun(dataDirectory, settings.fresh, say);
  if (settings.fresh) await beginAnew(settings);
  await requireFreePort("PORT", appPort);
  await requireFreePort("DEV_STORE_PORT", devStorePort);
  if (settings.smtpPort !== null) await requireFreePort("DEV_STORE_SMTP_PORT", settings.smtpPort);
  const smtpPort = settings.smtpPort ?? (await findFreePort());
  mkdirSync(dataDirectory, { recursive: true });
  rememberRun(dataDirectory, []);

  const house = openHouse(dataDirectory);
  try {
    const secrets = provideSecrets(dataDirectory, process.env);
    await prepareClient(say);
    const [databaseUrl] = await Promise.all([
      provideDatabase(house, dataDirectory, settings.databaseUrl),
      prepareBuild(say),
    ]);
    if (house.isStopping()) return;
    startLocalStore(house, settings, secrets, smtpPort);
    await waitUntilHealthy(`http://127.0.0.1:${devStorePort}`); // the app reads its clock there
    if (house.isStopping()) return;
    startApp(house, settings, secrets, databaseUrl, smtpPort);
    await waitUntilHealthy(`http://127.0.0.1:${appPort}`);
    if (house.isStopping()) return;
    showBanner(settings, secrets);
    await followReadiness(`http://127.0.0.1:${appPort}/readyz`, say);
  } catch (problem) {
    await house.fail(problem);
  }
}

function startLocalStore(house: House, settings: Settings, secrets: Secrets, smtpPort: number): void {
  house.addChild("dev store", "dev-store/main.ts", {
    ...sharedVariables(settings, secrets),
    DEV_STORE_PORT: String(settings.devStorePort),
    DEV_STORE_SMTP_PORT: String(smtpPort),
    APP_URL: `http://127.0.0.1:${settings.appPort}`,
    ...(settings.ordersFile === null ? {} : { DEV_STORE_ORDERS: settings.ordersFile }),
  });
}

/** Stopped before the local store and the database, so that nothing talks to what is already gone. */
function startApp(
  house: House,
  settings: Settings,
  secrets: Secrets,
  databaseUrl: string,
  smtpPort: number,
): void {
  const variables = {
    ...sharedVariables(settings, secrets),
    PORT: String(settings.appPort),
    DATABASE_URL: databaseUrl,
    SHOPIFY_APP_URL: `http://127.0.0.1:${settings.appPort}`,
    TOKEN_ENCRYPTION_KEYS: secrets.TOKEN_ENCRYPTION_KEYS,
    PERENNIAL_API_TOKEN: secrets.PERENNIAL_API_TOKEN,
    LOCAL_STORE_URL: `http://127.0.0.1:${settings.devStorePort}`,
    LOCAL_STORE_SHOP,
    // Mails go the way they go in production, to the store's outbox.
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM_DOMAIN: "mail.perennial.example",
  };
  house.addChild("web", "app/server.ts", variables);
  house.addChild("worker", "app/worker.ts", variables);
}

function sharedVariables({ dataDirectory }: Settings, secrets: Secrets): Record<string, string> {
  return {
    NODE_ENV: "development",
    DATA_DIR: dataDirectory,
    SHOPIFY_API_KEY: secrets.SHOPIFY_API_KEY,
    SHOPIFY_API_SECRET: secrets.SHOPIFY_API_SECRET,
  };
}

async function requireFreePort(variable: string, port: number): Promise<void> {
  if (await isPortFree(port)) return;
  throw new PlainError(
    `Port ${port} is taken by another program. Stop that program, or choose another port: ${variable}=${port + 1} npm start`,
  );
}

/** Deletes what earlier runs kept. A database that the caller brought is the caller's to empty. */
async function beginAnew({ dataDirectory, databaseUrl }: Settings): Promise<void> {
  if ([".git", "package.json"].some((name) => existsSync(join(dataDirectory, name)))) {
    throw new PlainError(
      `--fresh deletes DATA_DIR, and ${dataDirectory} holds a project. Name a directory of its own.`,
    );
  }
  if (databaseUrl !== null && (await isDatabaseUsed(databaseUrl))) {
    throw new PlainError("--fresh does not empty the database of DATABASE_URL. Give it a new, empty one.");
  }
  if (existsSync(dataDirectory)) say(`deleting ${dataDirectory}`);
  rmSync(dataDirectory, { recursive: true, force: true });
}

function showBanner(settings: Settings, secrets: Secrets): void {
  const store = `http://127.0.0.1:${settings.devStorePort}`;
  console.log(`
  Perennial is running.

    Merchant's admin   ${store}/admin
    Storefront         ${store}/
    Public API         http://127.0.0.1:${settings.appPort}/api/v1
      with the token   ${secrets.PERENNIAL_API_TOKEN}

  Ctrl-C stops it; the data stays in ${settings.dataDirectory} (npm start -- --fresh begins anew).
`);
}

try {
  await main(readSettings(process.argv.slice(2), process.env));
} catch (problem) {
  if (!(problem instanceof PlainError)) throw problem;
  console.error(`\n${problem.message}\n`);
  process.exit(1);
}
