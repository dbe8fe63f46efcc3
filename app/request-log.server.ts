import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";

/** One line a request: method, path, status, time. No query string (it carries shops' and shoppers' names and signatures), no headers, no address. */
export function logRequests(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    quietReqLogger: true,
    quietResLogger: true,
    genReqId: () => "",
    serializers: {
      req: (request: { method: string; url: string }) => ({ method: request.method, path: request.url.split("?", 1)[0] }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    wrapSerializers: false,
    customLogLevel: (_request, response, problem) => (problem !== undefined || response.statusCode >= 500 ? "error" : "info"),
    customSuccessMessage: () => "request",
    customErrorMessage: () => "request failed",
    customAttributeKeys: { responseTime: "ms" },
  }) as RequestHandler;
}
