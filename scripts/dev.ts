/**
 * What Shopify's CLI runs (`npm run dev`, see shopify.web.toml) for a store at Shopify: web server and worker on a
 * database, with the credentials, port and tunnel address that the CLI sets.
 */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { prepareBuild, prepareClient } from "./prepare.ts";
import { provideDatabase } from "./start/database.ts";
import { openHouse, say } from "./start/house.ts";
import { endPreviousRun, rememberRun } from "./start/previous-run.ts";
import { provideSecrets } from "./start/secrets.ts";

const env = process.env;
// The CLI names the tunnel's address HOST, which for a server is the interface it listens on.
const appUrl = env["SHOPIFY_APP_URL"] || env["HOST"];
if (!appUrl || !env["SHOPIFY_API_KEY"] || !env["SHOPIFY_API_SECRET"]) {
  console.error("Start this through Shopify's CLI: npm run dev. Without a store at Shopify: npm start.");
  process.exit(1);
}
const dataDirectory = resolve(env["DATA_DIR"] || ".data-dev");
await endPreviousRun(dataDirectory, true, say);
mkdirSync(dataDirectory, { recursive: true });
rememberRun(dataDirectory, []);
const house = openHouse(dataDirectory);
try {
  await prepareClient(say);
  const [databaseUrl] = await Promise.all([
    provideDatabase(house, dataDirectory, env["DATABASE_URL"] || null),
    prepareBuild(say),
  ]);
  if (!house.isStopping()) {
    const app = {
      HOST: "127.0.0.1",
      PORT: env["PORT"] || env["FRONTEND_PORT"] || "3000",
      SHOPIFY_APP_URL: appUrl,
      DATA_DIR: dataDirectory,
      DATABASE_URL: databaseUrl,
      TOKEN_ENCRYPTION_KEYS: provideSecrets(dataDirectory, env).TOKEN_ENCRYPTION_KEYS,
    };
    house.addChild("web", "app/server.ts", app);
    house.addChild("worker", "app/worker.ts", app);
  }
} catch (problem) {
  await house.fail(problem);
}
