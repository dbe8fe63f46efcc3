import { GraphQLClient } from "graphql-request";
import { z } from "zod";
import { accept, refuse, type Outcome, type Refusal } from "#app/domain/shared/outcome.ts";
import type { Logger } from "#app/usecases/ports.ts";
import { readAnswer, readBucket, type AdminAnswer } from "./admin-answer.ts";
import { type Bucket, pauseFor } from "./bucket.ts";
import type { Operation } from "./operation.ts";

/**
 * The one way to Shopify's Admin API (GraphQL). Throttling, slow and failing answers and expired tokens are dealt with here:
 * what a caller gets is an answer that has the promised shape, or a refusal that says what to do.
 */
export type AdminRefusal = Refusal<
  /** The shop's token is dead: the merchant has to open the app. */
  | "reconnect"
  /** A scope or a level of protected customer data is missing; `detail` names it. */
  | "access-denied"
  /** One query asked for more than Shopify answers at once: ask for less. */
  | "query-too-large"
  /** Shopify refused the input (`userErrors`) or the query. */
  | "shopify-refused"
  /** Not reached after several attempts; nothing was done. */
  | "shopify-unreachable"
  /** A write went out and its answer was lost: look up what became of it before doing anything else. */
  | "answer-lost"
>;

export type AdminOutcome<T> = Outcome<T, AdminRefusal>;

/** Where the shop's offline token comes from. */
export type AdminTokens = {
  /** A token that holds for at least the next minute. `rejected`: the token that Shopify has just answered 401 to. */
  getAdminToken(shopId: string, rejected?: string): Promise<AdminOutcome<string>>;
};

export type Gateway = {
  run<Answer, Variables extends Record<string, unknown>>(
    shopId: string,
    operation: Operation<Answer, Variables>,
    variables: Variables,
  ): Promise<AdminOutcome<Answer>>;
};

export type GatewayParts = {
  readonly fetch: typeof fetch;
  readonly tokens: AdminTokens;
  readonly apiVersion: string;
  readonly logger: Logger;
  /** Waits before the next attempt; tests pass one that only records. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** The share of a shop's bucket that is left to others: of what runs in the background, where nobody waits. Default 0. */
  readonly leaves?: number;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  /** In [0, 1); spreads those who wait. */
  readonly random: () => number;
  /** One attempt may take this long. */
  readonly timeoutMs?: number;
};

const ATTEMPTS = 6;
/** Waiting for the bucket is patience, not failure: it may take as long as a full bucket takes to refill. */
const THROTTLED_ATTEMPTS = 30;
const FIRST_BACKOFF_MS = 250;
const LONGEST_WAIT_MS = 20_000;
const TIMEOUT_MS = 15_000;
/**
 * A write that must not go out twice waits no longer than this to be sent: whoever asked for it takes it, a while later, for something
 * that never reached Shopify (`CERTAIN_AFTER_MS`).
 */
const ONCE_WAITS_MS = 10_000;
export const ONCE_AT_MOST_MS = ONCE_WAITS_MS + TIMEOUT_MS;

export function createGateway(parts: GatewayParts): Gateway {
  const { tokens, logger, leaves = 0, now = () => performance.now(), random } = parts;
  const buckets = new Map<string, Bucket>();
  const wait = parts.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));

  /** One HTTP exchange. */
  async function send<Answer>(
    shopId: string,
    token: string,
    operation: Pick<Operation<Answer, never>, "text" | "answer">,
    variables: object,
  ): Promise<Attempt<Answer>> {
    const client = new GraphQLClient(`https://${shopId}/admin/api/${parts.apiVersion}/graphql.json`, {
      fetch: parts.fetch,
      errorPolicy: "all",
      headers: { "X-Shopify-Access-Token": token, Accept: "application/json" },
    });
    const signal = AbortSignal.timeout(parts.timeoutMs ?? TIMEOUT_MS);
    const outcome = await client
      .rawRequest({ query: operation.text, variables, signal })
      .catch((error: unknown) => error);
    const bucket = readBucket(outcome, now());
    if (bucket !== null) buckets.set(shopId, bucket);
    const read = readAnswer(outcome);
    if (read.kind !== "data") return read;
    const parsed = operation.answer.safeParse(read.data);
    if (parsed.success) return { kind: "answered", answer: parsed.data };
    // Null where a value was promised: a field that this shop withholds, or half an answer.
    if (read.withheld) return { kind: "refused", refusal: read.withheld };
    return { kind: "lost", detail: `an answer without what was asked for: ${z.prettifyError(parsed.error)}` };
  }

  return {
    async run(shopId, operation, variables) {
      const first = await tokens.getAdminToken(shopId);
      if (!first.ok) return first;
      let token = first.value;
      let renewed = false;
      let failures = 0;
      let throttled = 0;
      let waited = 0;
      const isOnce = operation.sending === "once";
      for (;;) {
        const bucket = buckets.get(shopId);
        const pause = bucket === undefined || isOnce ? 0 : pauseFor(bucket, leaves, now());
        if (pause > 0) await wait(Math.min(pause, LONGEST_WAIT_MS));
        const attempt = await send(shopId, token, operation, variables);
        const fields = { shopId, operation: operation.name };
        switch (attempt.kind) {
          case "answered":
            return accept(attempt.answer);
          case "refused":
            return refuse(attempt.refusal);
          case "unauthorized": {
            // Refused twice: Shopify does not want the new one either.
            if (renewed) return reconnect(shopId);
            const next = await tokens.getAdminToken(shopId, token);
            if (!next.ok) return next;
            renewed = true;
            token = next.value;
            continue;
          }
          case "throttled": {
            throttled += 1;
            // Many who are throttled together would come back together: each waits longer by chance, the more often the longer.
            const waitMs = Math.min(attempt.waitMs * (1 + random() * throttled), LONGEST_WAIT_MS);
            waited += waitMs;
            if (throttled >= THROTTLED_ATTEMPTS || (isOnce && waited > ONCE_WAITS_MS))
              return unreachable(operation.name, "throttled for too long");
            logger.info({ ...fields, waitMs }, "Admin API throttled");
            await wait(waitMs);
            continue;
          }
          case "lost":
          case "not-sent":
            failures += 1;
            logger.warn({ ...fields, detail: attempt.detail, attempt: failures }, "Admin API did not answer");
            if (attempt.kind === "lost" && operation.sending === "once")
              return answerLost(operation.name, attempt.detail);
            if (failures >= ATTEMPTS) return unreachable(operation.name, attempt.detail);
            await wait(FIRST_BACKOFF_MS * 2 ** (failures - 1));
        }
      }
    },
  };
}

type Attempt<Answer> =
  { readonly kind: "answered"; readonly answer: Answer } | Exclude<AdminAnswer, { kind: "data" }>;

function reconnect(shopId: string): AdminOutcome<never> {
  return refuse({
    code: "reconnect",
    detail: `Shopify no longer accepts the token of ${shopId}: open the app in the Shopify admin to reconnect.`,
  });
}

function unreachable(operation: string, detail: string): AdminOutcome<never> {
  return refuse({
    code: "shopify-unreachable",
    detail: `Shopify did not answer ${operation} (${detail}). It is tried again later.`,
  });
}

function answerLost(operation: string, detail: string): AdminOutcome<never> {
  return refuse({
    code: "answer-lost",
    detail: `The answer to ${operation} was lost (${detail}): look up what became of it.`,
  });
}
