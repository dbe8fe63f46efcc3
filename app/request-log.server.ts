import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";

/**
 * One line a request: method, path, status, time. No query string (it carries shops' and shoppers' names and signatures),
 * no headers, no address.
 */
export function logRequests(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    quietReqLogger: true,
    quietResLogger: true,
    genReqId: () => "",
    // Asked every few seconds by whoever watches the process; what is wrong stands in their answer.
    autoLogging: { ignore: ({ url }) => url === "/healthz" || url === "/readyz" },
    customLogLevel: (_request, response, problem) =>
      problem !== undefined || response.statusCode >= 500 ? "error" : "info",
    customSuccessMessage: () => "request",
    customErrorMessage: () => "request failed",
    customSuccessObject: lineOf,
    customErrorObject: (request, response, problem, timed: { responseTime: number }) => ({
      ...lineOf(request, response, timed),
      err: problem,
    }),
  }) as RequestHandler;
}

function lineOf(
  request: { method?: string | undefined; url?: string | undefined; originalUrl?: string },
  response: { statusCode: number },
  timed: { responseTime: number },
) {
  const path = (request.originalUrl ?? request.url ?? "").split("?", 1)[0];
  return { method: request.method, path, status: response.statusCode, ms: timed.responseTime };
}
