import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Outcome } from "../state/model.ts";
import { AppUnavailable } from "../app-under-test/app-client.ts";

export interface InputError {
  pointer: string;
  code: string;
  detail: string;
}

/** A call that ends in a problem document; thrown by handlers, written by `writeProblem`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly errors: InputError[] | undefined;

  constructor(status: number, code: string, detail: string, errors?: InputError[]) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const titles: Record<number, string> = {
  400: "Bad request",
  403: "Forbidden",
  404: "Not found",
  413: "Too large",
  415: "Unsupported media type",
  422: "Refused",
  500: "Internal error",
  503: "The app does not answer",
};

export function unknown(what: string): Problem {
  return new Problem(404, "not-found", what);
}

/** The value, or the refusal as a problem: `unknown` is 404, all others 422. */
export function accept<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  if (outcome.code === "unknown") throw unknown(outcome.detail);
  const pointer = outcome.field ? `/${outcome.field.filter((part) => part !== "input").join("/")}` : null;
  throw new Problem(
    422,
    outcome.code,
    outcome.detail,
    pointer === null ? undefined : [{ pointer, code: outcome.code, detail: outcome.detail }],
  );
}

/** Like `accept` for checkouts, where `unknown` is an unknown discount code. */
export function acceptCheckout<T>(outcome: Outcome<T>): T {
  if (outcome.ok || outcome.code !== "unknown") return accept(outcome);
  throw new Problem(422, "unknown", outcome.detail, [
    { pointer: "/discountCodes", code: "unknown", detail: outcome.detail },
  ]);
}

/** A handler whose result is sent as JSON with `status`, and whose throws reach `writeProblem`. */
export function answering(
  status: number,
  handler: (request: Request, response: Response) => unknown,
): RequestHandler {
  return (request, response, next) => {
    Promise.resolve()
      .then(() => handler(request, response))
      .then((body) => {
        if (!response.headersSent) response.status(status).json(body);
      })
      .catch(next);
  };
}

/** Express's error handler for the control API: RFC 9457 problem documents. */
export function writeProblem(log: (message: string) => void) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    const problem =
      error instanceof Problem
        ? error
        : error instanceof AppUnavailable
          ? new Problem(503, "app-unavailable", error.message)
          : null;
    if (!problem) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const status = problem?.status ?? 500;
    response
      .status(status)
      .type("application/problem+json")
      .send(
        JSON.stringify({
          type: "about:blank",
          title: titles[status] ?? "Problem",
          status,
          code: problem?.code ?? "internal-error",
          detail: problem?.message ?? "Something went wrong in the dev store; its log says what.",
          ...(problem?.errors ? { errors: problem.errors } : {}),
        }),
      );
  };
}
