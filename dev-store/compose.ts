import type { Server } from "node:http";
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import express from "express";
import { createAdminApi } from "./admin-api/handler.ts";
import { createBulkControl } from "./admin-api/bulk/control.ts";
import { createAdminRouter } from "./admin-shell/router.ts";
import { createAppClient } from "./app-under-test/app-client.ts";
import { BootInstaller } from "./app-under-test/opener.ts";
import { oauthRoutes } from "./auth/oauth-routes.ts";
import { appConfigReader } from "./config.ts";
import { createControl } from "./control/router.ts";
import { ensureDemoShop } from "./demo-shop.ts";
import type { Environment } from "./environment.ts";
import { Persistence } from "./state/persistence.ts";
import { Store } from "./state/store.ts";
import { startSmtpListener } from "./outbox/smtp-listener.ts";
import { createStorefrontRouter } from "./storefront/router.ts";
import { Theme } from "./storefront/theme.ts";
import { Courier } from "./webhooks/courier.ts";

export interface RunningDevStore {
  store: Store;
  url: string;
  /** Where mails are taken; null: nowhere. */
  smtpPort: number | null;
  /** Stops listening and delivering; what is under way is on disk and goes on at the next start. */
  close(): Promise<void>;
}

function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, "127.0.0.1", () => resolve(server));
    server.once("error", reject);
  });
}

/**
 * The whole dev store on one port, loopback only. `appToml` is the path of the app's `shopify.app.toml`. Returns once it
 * answers; the app is installed on the demo shop as soon as it is up.
 */
export async function startDevStore(
  environment: Environment,
  options: { appToml: string; log: (message: string) => void },
): Promise<RunningDevStore> {
  const { log } = options;
  mkdirSync(environment.folder, { recursive: true });
  const store = new Store(
    {
      appUrl: environment.appUrl,
      apiKey: environment.apiKey,
      apiSecret: environment.apiSecret,
      ownUrl: `http://127.0.0.1:${environment.port}`,
      folder: environment.folder,
      demoShop: environment.demoShop,
    },
    new Persistence(environment.folder),
  );
  const demo = await ensureDemoShop(store, environment, log);
  const config = appConfigReader(path.resolve(options.appToml));
  const app = createAppClient(store.config);
  const courier = new Courier(store, config, { retryScale: environment.retryScale, log });

  const server = express();
  server.disable("x-powered-by");
  server.get("/healthz", (_request, response) => void response.json({ status: "ok" }));
  const theme = new Theme(store);
  let installer: BootInstaller | null = null;
  const ownPending = (): string[] => (installer?.pending ? [installer.pending] : []);
  server.use(createBulkControl(store));
  server.use("/_control", createControl(store, config, { courier, app, ownPending }, log));
  server.use(createAdminApi(store, config));
  server.use(oauthRoutes(store));
  server.use("/_shops", (_request, response) => void response.status(404).json({ errors: "Not Found" }));
  server.use(createAdminRouter(store, theme, config));
  server.use(createStorefrontRouter(store, theme, config));

  const smtp =
    environment.smtpPort === null ? null : await startSmtpListener(store, environment.smtpPort, log);
  const listening = await listen(server, environment.port);
  const { port } = listening.address() as AddressInfo;
  store.config.ownUrl = `http://127.0.0.1:${port}`;
  courier.start();
  installer = new BootInstaller(store, demo, config, app, log);
  return {
    store,
    url: store.config.ownUrl,
    smtpPort: smtp?.port ?? null,
    async close() {
      courier.stop();
      const closed = new Promise((resolve) => listening.close(resolve));
      listening.closeAllConnections();
      await closed;
      await smtp?.close();
      await installer?.stop();
      store.close();
    },
  };
}
