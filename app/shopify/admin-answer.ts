import { ClientError } from "graphql-request";
import { z } from "zod";
import type { Bucket } from "./bucket.ts";
import type { AdminRefusal } from "./gateway.server.ts";

/**
 * What one HTTP exchange with the Admin API amounts to. Shopify tells most of its troubles inside a 200 answer
 * (https://shopify.dev/docs/api/admin-graphql#status_and_error_codes).
 */
export type AdminAnswer =
  | { readonly kind: "data"; readonly data: unknown; readonly withheld: AdminRefusal | null }
  | { readonly kind: "unauthorized" }
  /** Not done; the bucket holds enough again after `waitMs`. */
  | { readonly kind: "throttled"; readonly waitMs: number }
  | { readonly kind: "refused"; readonly refusal: AdminRefusal }
  /** Sent, but whether it was done is unknown. */
  | { readonly kind: "lost"; readonly detail: string }
  /** Never reached Shopify. */
  | { readonly kind: "not-sent"; readonly detail: string };

const throttleSchema = z.object({
  cost: z.object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({
      maximumAvailable: z.number(),
      currentlyAvailable: z.number(),
      restoreRate: z.number().positive(),
    }),
  }),
});

const responseSchema = z.object({
  status: z.number(),
  data: z.unknown().optional(),
  // Shopify answers some HTTP errors with `"errors": "a sentence"`.
  errors: z
    .union([
      z.array(
        z.object({
          message: z.string(),
          extensions: z
            .object({ code: z.string().optional(), requiredAccess: z.string().optional() })
            .optional(),
        }),
      ),
      z.string(),
    ])
    .nullish(),
  extensions: z.unknown().optional(),
});
type Response = z.infer<typeof responseSchema>;
type GraphqlError = Exclude<Response["errors"], string | null | undefined>[number];

/** What an answer tells of the shop's bucket, whatever else it says; null: nothing. */
export function readBucket(outcome: unknown, at: number): Bucket | null {
  const response = outcome instanceof ClientError ? outcome.response : outcome;
  const read = z.object({ extensions: throttleSchema }).safeParse(response);
  if (!read.success) return null;
  const { currentlyAvailable, maximumAvailable, restoreRate } = read.data.extensions.cost.throttleStatus;
  return { available: currentlyAvailable, maximum: maximumAvailable, restoreRate, at };
}

const THROTTLED_WITHOUT_STATUS_MS = 2000;
/** Failures that prove that no request left this machine. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);
/** Level 2 fields that the shop's approval lacks: each comes as null beside an error of its own. */
const WITHHELD_FIELD = /not approved to use the/;

/** `outcome`: what graphql-request returned (`rawRequest`, `errorPolicy: "all"`) or threw. */
export function readAnswer(outcome: unknown): AdminAnswer {
  if (outcome instanceof ClientError) return readResponse(outcome.response);
  if (outcome instanceof Error) return readTransportFailure(outcome);
  return readResponse(outcome);
}

function readTransportFailure(error: Error): AdminAnswer {
  const cause = error.cause as { code?: unknown } | undefined;
  const code = typeof cause?.code === "string" ? cause.code : null;
  const detail = code ?? (error.name === "TimeoutError" ? "no answer in time" : error.message.slice(0, 200));
  return code !== null && NOT_SENT.has(code) ? { kind: "not-sent", detail } : { kind: "lost", detail };
}

function readResponse(raw: unknown): AdminAnswer {
  const parsed = responseSchema.safeParse(raw);
  if (!parsed.success) return { kind: "lost", detail: "an answer that is not GraphQL" };
  const response = parsed.data;
  if (response.status === 401) return { kind: "unauthorized" };
  if (response.status === 429) return throttled(response);
  if (response.status === 403)
    return refusedWith("access-denied", `Shopify refuses this app access to the shop (403).`);
  if (response.status >= 500) return { kind: "lost", detail: `HTTP ${response.status}` };
  if (typeof response.errors === "string") return refusedWith("shopify-refused", response.errors);

  const errors = response.errors ?? [];
  if (response.status >= 400)
    return refusedWith(
      "shopify-refused",
      `HTTP ${response.status} ${errors.map((one) => one.message).join("; ")}`,
    );
  if (errors.some((one) => codeOf(one) === "THROTTLED")) return throttled(response);
  if (errors.some((one) => codeOf(one) === "INTERNAL_SERVER_ERROR" || codeOf(one) === "TIMEOUT")) {
    return { kind: "lost", detail: errors.map((one) => one.message).join("; ") };
  }
  if (errors.some((one) => codeOf(one) === "MAX_COST_EXCEEDED")) {
    return refusedWith("query-too-large", errors[0]?.message ?? "The query costs more than one query may.");
  }
  const denied = errors.find((one) => codeOf(one) === "ACCESS_DENIED" && !WITHHELD_FIELD.test(one.message));
  if (denied) return refusedWith("access-denied", denied.message);
  const other = errors.find((one) => codeOf(one) !== "ACCESS_DENIED");
  if (other) return refusedWith("shopify-refused", other.message);
  const withheld = errors[0];
  return {
    kind: "data",
    data: response.data,
    withheld: withheld ? { code: "access-denied", detail: withheld.message } : null,
  };
}

function codeOf(error: GraphqlError): string | null {
  return error.extensions?.code ?? null;
}

function refusedWith(code: AdminRefusal["code"], detail: string): AdminAnswer {
  return { kind: "refused", refusal: { code, detail } };
}

/** The leaky bucket says how long it takes until it holds the query's cost (a query dearer than the bucket needs it full). */
function throttled(response: Response): AdminAnswer {
  const status = throttleSchema.safeParse(response.extensions);
  if (!status.success) return { kind: "throttled", waitMs: THROTTLED_WITHOUT_STATUS_MS };
  const { requestedQueryCost, throttleStatus } = status.data.cost;
  const missing =
    Math.min(requestedQueryCost, throttleStatus.maximumAvailable) - throttleStatus.currentlyAvailable;
  return {
    kind: "throttled",
    waitMs: Math.max(100, Math.ceil((missing / throttleStatus.restoreRate) * 1000)),
  };
}
