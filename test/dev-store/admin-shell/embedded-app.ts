import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface EmbeddedApp {
  url: string;
  /** Every request that reached the app, oldest first. */
  requests: { url: URL; headers: IncomingMessage["headers"] }[];
  /** The dev store that serves App Bridge; known once it listens. */
  devStoreUrl: string;
  /** How many requests to `/app/data` are refused as having a stale session token. */
  refuseTokens: number;
  close(): Promise<void>;
}

/** A small app that uses App Bridge as ours does: elements for the bars, `window.shopify`, plain `fetch`, a client router. */
export async function openEmbeddedApp(): Promise<EmbeddedApp> {
  const app: EmbeddedApp = { url: "", requests: [], devStoreUrl: "", refuseTokens: 0, close: async () => {} };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", app.url);
    app.requests.push({ url, headers: request.headers });
    if (url.pathname === "/app/data") {
      if (app.refuseTokens > 0) {
        app.refuseTokens -= 1;
        return response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" }).end();
      }
      return response.end(request.headers.authorization ?? "nobody");
    }
    response.setHeader("content-type", "text/html").end(page(url, app.devStoreUrl));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return app;
}

function page(url: URL, devStoreUrl: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <title>Page ${url.pathname}</title>
  <script src="${devStoreUrl}/app-bridge.js" data-api-key="test-api-key"></script>
</head>
<body>
  <ui-nav-menu>
    <a href="/app" rel="home">Home</a><a href="/app/members">Members</a><a href="/app/program">Program</a>
  </ui-nav-menu>
  <ui-title-bar title="The members">
    <button onclick="say('plain')">Export</button>
    <button variant="primary" onclick="say('primary')">Add member</button>
  </ui-title-bar>
  <ui-save-bar id="bar" discardConfirmation>
    <button variant="primary" onclick="say('saved'); shopify.saveBar.hide('bar')">Save</button>
    <button onclick="say('discarded'); shopify.saveBar.hide('bar')">Discard</button>
  </ui-save-bar>
  <ui-modal id="modal">
    <ui-title-bar title="Adjust points"><button variant="primary" onclick="say('adjusted')">Adjust</button></ui-title-bar>
    <div></div>
  </ui-modal>
  <main>
    <p id="said"></p>
    <label>Name <input id="name" oninput="shopify.saveBar.show('bar')"></label>
    <a href="shopify:admin/orders" target="_top">All orders</a>
  </main>
  <script>
    const say = (text) => { document.getElementById("said").textContent = text; };
    document.getElementById("modal").content.textContent = "How many points?";
    addEventListener("shopify:navigate", (event) => {
      history.pushState(null, "", event.target.getAttribute("href"));
      document.title = "Went to " + location.pathname;
    });
  </script>
</body>
</html>`;
}
