/** The web process: Express around the Remix build. Run by Node itself; `npm run build` makes what it serves. */
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import type * as EntryServer from "./entry.server.tsx";
import { readEnvironment } from "./env.server.ts";
import { createLogger } from "./logging.server.ts";
import { logRequests } from "./request-log.server.ts";
import { onShutdown } from "./shutdown.server.ts";
import { webhookDoor } from "./webhook-door.server.ts";

const environment = readEnvironment(process.env);
const log = createLogger(environment.logLevel, "web");
// Where the library's own pages load App Bridge from; it reads this when it is imported.
if (environment.localStore !== null)
  process.env["APP_BRIDGE_URL"] = `${environment.localStore.url}/app-bridge.js`;
// The path is put together so that the type checker does not look for a build.
const buildUrl = new URL("../build/server/index.js", import.meta.url).href;
const build = (await import(buildUrl)) as ServerBuild;
const entry = build.entry.module as unknown as typeof EntryServer;

const web = express();
web.disable("x-powered-by");
web.disable("etag");
web.set("query parser", false);
web.use(logRequests(log));

const remix = createRequestHandler({ build, mode: environment.production ? "production" : "development" });

const client = fileURLToPath(new URL("../build/client", import.meta.url));
web.use("/assets", express.static(`${client}/assets`, { immutable: true, maxAge: "1y", fallthrough: false }));
web.use(express.static(client, { maxAge: "1h", index: false }));
web.use(compression());
web.all(
  "*",
  (_request, _response, next) => {
    entry.beginRequest().then(() => next(), next);
  },
  remix,
);

const server = createServer(webhookDoor(build, log, web));
server.keepAliveTimeout = 65_000; // longer than a load balancer's, which would otherwise meet closed connections
onShutdown(log, async () => {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await closed;
  await entry.stop();
});
server.listen(environment.port, environment.host);
await once(server, "listening");
log.info({ host: environment.host, port: environment.port }, "web ready");
process.send?.({ kind: "ready" });
