import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { ActionFunction, ServerBuild } from "@remix-run/node";
import type { Logger } from "pino";

/** Far above the largest payload that Shopify sends; beyond it the rest is not read. */
const BODY_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * Webhooks come by the thousand and only want to be stored: a POST to a webhook route goes straight to that route's action, past
 * Express and Remix's matching and streaming, which together cost several times the work itself (`npm run bench`). The action gets
 * the same `Request`, its body byte for byte. Everything else goes to `next`.
 */
export function webhookDoor(build: ServerBuild, log: Logger, next: RequestListener): RequestListener {
  const actions = new Map<string, ActionFunction>();
  for (const route of Object.values(build.routes)) {
    if (route?.path?.startsWith("webhooks/") && route.module.action !== undefined)
      actions.set(`/${route.path}`, route.module.action);
  }

  return (incoming, outgoing) => {
    const path = incoming.url?.split("?", 1)[0] ?? "";
    const action = incoming.method === "POST" ? actions.get(path) : undefined;
    if (action === undefined) return next(incoming, outgoing);
    const startedAt = performance.now();
    void answer(action, path, incoming, outgoing, log).finally(() => {
      const line = {
        method: "POST",
        path,
        status: outgoing.statusCode,
        ms: Math.round(performance.now() - startedAt),
      };
      log.info(line, "request");
    });
  };
}

async function answer(
  action: ActionFunction,
  path: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  log: Logger,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === null) {
      outgoing.writeHead(413, { Connection: "close" }).end();
      return;
    }
    const request = new Request(`http://webhook${incoming.url}`, {
      method: "POST",
      headers: incoming.headers as Record<string, string>,
      body,
    });
    const response = await respond(action, request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(response.body === null ? undefined : await response.text());
  } catch (problem) {
    log.error({ err: problem, path }, "webhook failed"); // Shopify sends it again
    if (!outgoing.headersSent) outgoing.writeHead(500);
    outgoing.end();
  }
}

/** As in Remix, a route may throw its answer. */
async function respond(action: ActionFunction, request: Request): Promise<Response> {
  try {
    return (await action({ request, params: {}, context: {} })) as Response;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

/** @returns null when it is larger than the limit. */
function readBody(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes <= BODY_LIMIT_BYTES) parts.push(part);
      else resolve(null);
    });
    incoming.on("end", () => resolve(Buffer.concat(parts)));
    incoming.on("error", reject);
  });
}
