import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { readEnvironment } from "./env.server.ts";
import { i18nOf } from "./i18n.server.ts";
import { createPageStream } from "./page-stream.server.ts";
import { app, createApp, setApp } from "./wiring.server.ts";

setApp(createApp(readEnvironment(process.env)));

/** Called by the web server before every page, form and API request (not before webhooks: they only store what came). */
export const beginRequest = (): Promise<void> => app.clock.refresh();
/** Called once by the web server when it has answered its last request. */
export const stop = (): Promise<void> => app.stop();

export const streamTimeout = 5_000;

export default async function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  app.shopify.addDocumentResponseHeaders(request, responseHeaders);
  embedInLocalStore(responseHeaders);
  responseHeaders.set("Content-Type", "text/html; charset=utf-8");
  const i18n = i18nOf(request);
  const whole = isbot(request.headers.get("User-Agent") ?? "");

  return new Promise((resolve, reject) => {
    let status = responseStatusCode;
    const { pipe, abort } = renderToPipeableStream(
      <I18nextProvider i18n={i18n}>
        <RemixServer context={remixContext} url={request.url} abortDelay={streamTimeout} />
      </I18nextProvider>,
      {
        [whole ? "onAllReady" : "onShellReady"]: () => {
          const body = createPageStream();
          resolve(new Response(createReadableStreamFromReadable(body), { headers: responseHeaders, status }));
          pipe(body);
        },
        onShellError: reject,
        onError: (problem: unknown) => {
          status = 500;
          app.log.error({ err: problem, path: new URL(request.url).pathname }, "rendering failed");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Remix would print what a loader or action throws; it belongs into the log, without the query string. */
export function handleError(problem: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  app.log.error(
    { err: problem, method: request.method, path: new URL(request.url).pathname },
    "request failed",
  );
}

/** A local store's admin frames the app and serves the App Bridge stand-in: Shopify's own addresses are not reachable there. */
function embedInLocalStore(headers: Headers): void {
  const { localStore } = app.environment;
  if (localStore === null) return;
  const { port } = new URL(localStore.url);
  headers.delete("Link");
  headers.set(
    "Content-Security-Policy",
    `frame-ancestors http://127.0.0.1:${port} http://localhost:${port};`,
  );
}
