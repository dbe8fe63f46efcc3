import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
}

/** The smallest app that a dev store can serve: it lets itself be opened, takes webhooks and counts sweeps. */
export interface ReceivingApp {
  url: string;
  webhooks: ReceivedWebhook[];
  /** Paths and queries of the pages opened. */
  opened: URL[];
  sweeps: string[];
  /** The next answers to webhooks, in turn; 200 when empty. */
  answers: number[];
  pending: string[];
  /** Run at each sweep. */
  onSweep: () => Promise<void>;
  close(): Promise<void>;
}

export async function startReceivingApp(): Promise<ReceivingApp> {
  const app: ReceivingApp = {
    url: "",
    webhooks: [],
    opened: [],
    sweeps: [],
    answers: [],
    pending: [],
    onSweep: () => Promise.resolve(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", app.url);
      if (url.pathname === "/healthz") response.end("ok");
      else if (url.pathname === "/app") {
        app.opened.push(url);
        response.end("opened");
      } else if (url.pathname === "/app/api-tokens") {
        response.statusCode = 201;
        response.end(JSON.stringify({ token: "token-of-the-app" }));
      } else if (url.pathname === "/local-store/pending")
        response.end(JSON.stringify({ pending: app.pending }));
      else if (url.pathname.startsWith("/local-store/")) {
        app.sweeps.push(url.pathname);
        app.onSweep().then(
          () => response.end("{}"),
          () => response.writeHead(500).end(),
        );
      } else {
        app.webhooks.push({
          path: url.pathname,
          headers: request.headers,
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        response.statusCode = app.answers.shift() ?? 200;
        response.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return app;
}
