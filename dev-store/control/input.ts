import type { Request } from "express";
import { z } from "zod";
import { idOf } from "../state/ids.ts";
import { parseMoney } from "../state/money.ts";
import type { Instant } from "../state/model.ts";
import type { ShopState } from "../state/shop-state.ts";
import { toInstant, type Store } from "../state/store.ts";
import { Problem, unknown } from "./problem.ts";

/** JSON whose numbers beyond 2^53 stay digits: an id given as a number keeps every digit. */
export function parseJson(text: string): unknown {
  const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^\d+$/.test(context?.source ?? "")
      ? context?.source
      : value;
  return JSON.parse(text, reviver);
}

/** The request's JSON body (no body is `{}`), checked; each thing wrong becomes an entry of the problem's `errors`. */
export function readBody<T>(schema: z.ZodType<T>, request: Request): T {
  const raw: unknown = request.body;
  const text = Buffer.isBuffer(raw) ? raw.toString("utf8").trim() : "";
  let value: unknown = {};
  try {
    value = text === "" ? {} : parseJson(text);
  } catch (error) {
    throw new Problem(
      422,
      "malformed-json",
      `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    pointer: issue.path.map((part) => `/${String(part)}`).join(""),
    code: issue.code === "custom" && typeof issue.params?.code === "string" ? issue.params.code : "invalid",
    detail: issue.message,
  }));
  const first = errors[0];
  throw new Problem(
    422,
    first && first.code !== "invalid" ? first.code : "invalid-input",
    errors.map((one) => `${one.pointer || "/"}: ${one.detail}`).join("; "),
    errors,
  );
}

/** The shop of `?shop=`, else the demo shop. */
export function shopOf(store: Store, request: Request): ShopState {
  const { shop } = request.query;
  const domain = typeof shop === "string" && shop !== "" ? shop : store.config.demoShop;
  const state = store.shop(domain.includes(".") ? domain : `${domain}.myshopify.com`);
  if (!state) throw unknown(`There is no shop ${domain}; POST /_control/shops makes one.`);
  return state;
}

/** A Shopify id in a path: its decimal tail, or the whole gid. */
export function pathId(request: Request, type: string): string {
  const id = idOf(type, request.params.n);
  if (id === null) throw unknown(`"${request.params.n}" is no ${type} id.`);
  return id;
}

/** A gid of that type (or its decimal tail) as the tail. */
export function idSchema(type: string): z.ZodType<string> {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const id = idOf(type, String(value));
    if (id !== null) return id;
    context.addIssue({
      code: "custom",
      message: `is no ${type} id; write gid://shopify/${type}/123`,
      params: { code: "invalid-id" },
    });
    return z.NEVER;
  });
}

/** An ISO 8601 instant with a zone, cut to whole seconds. */
export const instantSchema: z.ZodType<Instant> = z.iso
  .datetime({ offset: true, error: "is no instant; write for example 2026-07-01T12:00:00Z" })
  .transform((text) => toInstant(new Date(text)));

/** A decimal string in a currency as minor units. `minimum` is the least allowed, in minor units. */
export function moneySchema(currency: string, minimum: bigint | null = 0n): z.ZodType<bigint> {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const minor = parseMoney(String(value), currency);
    if (minor !== null && (minimum === null || minor >= minimum)) return minor;
    context.addIssue({
      code: "custom",
      message:
        minor === null
          ? `is no amount in ${currency}; write a decimal string such as "19.99"`
          : "is too small",
      params: { code: "invalid-amount" },
    });
    return z.NEVER;
  });
}

/** One page of a list: `{ items, nextCursor }`, `?limit` (50, at most 250) and `?cursor`. */
export function pageOf<T>(request: Request, all: readonly T[]): { items: T[]; nextCursor: string | null } {
  const limit = Math.min(250, Math.max(1, Number(request.query.limit ?? 50) || 50));
  const start = Math.max(0, Number(request.query.cursor ?? 0) || 0);
  const end = start + limit;
  return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
}
