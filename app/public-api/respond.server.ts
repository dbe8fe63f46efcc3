import { STATUS_CODES } from "node:http";
import type { z } from "zod";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";

/** Answers of the public API: JSON, and RFC 9457 problem details for every refusal. One mapper from codes to statuses. */
const STATUS_BY_CODE: Record<string, number> = {
  "not-found": 404,
  unauthorized: 401,
  "method-not-allowed": 405,
  "idempotency-conflict": 409,
  "already-used": 409,
  "body-too-large": 413,
};
const STATUS_OF_OTHER_REFUSALS = 422;

/** A body larger than this is no adjustment and nothing of the like. */
const BODY_BYTES_MAX = 1_000_000;
/** A program may be long; one that is far too long is refused at its field, not as a body. */
export const PROGRAM_BYTES_MAX = 8_000_000;

export function respond(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

export function respondRefusal(
  refusals: readonly [Refusal, ...Refusal[]],
  headers: Record<string, string> = {},
): Response {
  const [first] = refusals;
  const status = STATUS_BY_CODE[first.code] ?? STATUS_OF_OTHER_REFUSALS;
  const errors = refusals.flatMap(({ pointer, code, detail }) =>
    pointer === undefined ? [] : [{ pointer, code, detail }],
  );
  const body = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Refused",
    status,
    code: first.code,
    detail: first.detail,
    ...(errors.length > 0 && { errors }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  });
}

export function notFound(what: string): Response {
  return respondRefusal([{ code: "not-found", detail: `There is no such ${what} in this shop.` }]);
}

export function parseQuery<T extends z.ZodType>(shape: T, request: Request): Outcome<z.output<T>> {
  return parse(shape, Object.fromEntries(new URL(request.url).searchParams), "invalid-parameter");
}

export async function parseBody<T extends z.ZodType>(
  shape: T,
  request: Request,
  bytesMax = BODY_BYTES_MAX,
): Promise<Outcome<z.output<T>>> {
  const text = await request.text();
  if (text.length > bytesMax) {
    return refuse({ code: "body-too-large", detail: `Send at most ${bytesMax} bytes.` });
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse({
      code: "malformed-json",
      detail: "The body is not JSON. Send an object with Content-Type: application/json.",
    });
  }
  return parse(shape, body, "invalid-body");
}

function parse<T extends z.ZodType>(shape: T, input: unknown, code: string): Outcome<z.output<T>> {
  // PostgreSQL stores no such text; nothing that it could find or keep holds one.
  if (JSON.stringify(input).includes("\\u0000")) {
    return refuse({ code, detail: "Leave the character U+0000 out of what you send." });
  }
  const parsed = shape.safeParse(input);
  if (parsed.success) return accept(parsed.data);
  const [first, ...rest] = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          code: "unknown-field",
          pointer: pointerTo([...issue.path, key]),
          detail: `There is no field "${key}" here. Check its spelling, or leave it out.`,
        }))
      : [{ code, pointer: pointerTo(issue.path), detail: issue.message }],
  );
  return refuse(first ?? { code, detail: "The input has another shape than documented." }, ...rest);
}

/** JSON Pointer, https://www.rfc-editor.org/rfc/rfc6901 */
function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export function methodNotAllowed(allow: string): Response {
  return respondRefusal([{ code: "method-not-allowed", detail: `This path takes ${allow}.` }], {
    Allow: allow,
  });
}
