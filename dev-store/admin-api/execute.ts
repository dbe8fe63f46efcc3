/** One GraphQL request: parse, validate, charge, execute. */
import { execute, getOperationAST, GraphQLError, Kind, parse, validate, type DocumentNode } from "graphql";
import { actualCost, MAXIMUM_QUERY_COST, requestedCost } from "./cost.ts";
import type { ApiContext } from "./context.ts";
import { executionError, requestError, type ApiError } from "./errors.ts";
import type { AdminSchema } from "./schema.ts";
import type { BucketSize, Throttle } from "./throttle.ts";

export interface ApiRequest {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

export interface ApiAnswer {
  data?: unknown;
  errors?: ApiError[];
  extensions?: Record<string, unknown>;
}

/** Parsed and validated documents of late: an app sends few different ones. */
const MAXIMUM_REMEMBERED = 500;

export interface Executor {
  run(request: ApiRequest, context: ApiContext, size: BucketSize): Promise<ApiAnswer>;
}

export function createExecutor(admin: AdminSchema, throttle: Throttle): Executor {
  const remembered = new Map<string, DocumentNode | ApiError[]>();

  function prepare(query: string): DocumentNode | ApiError[] {
    const known = remembered.get(query);
    if (known) return known;
    let prepared: DocumentNode | ApiError[];
    try {
      const document = parse(query);
      const errors = validate(admin.schema, document);
      prepared = errors.length > 0 ? errors.map(requestError) : document;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      prepared = [requestError(error)];
    }
    if (remembered.size >= MAXIMUM_REMEMBERED) remembered.clear();
    remembered.set(query, prepared);
    return prepared;
  }

  return {
    async run(request, context, size) {
      const document = prepare(request.query);
      if (Array.isArray(document)) return { errors: document };
      const operation = getOperationAST(document, request.operationName);
      if (!operation)
        return {
          errors: [
            { message: "An operation name is required", extensions: { code: "graphqlValidationFailed" } },
          ],
        };
      const walk = { schema: admin.schema, document, variables: withDefaults(operation, request.variables) };
      const requested = requestedCost(walk, operation);
      const key = context.state.shop.domain;
      const cost = (actual: number | null) => ({
        cost: {
          requestedQueryCost: requested,
          actualQueryCost: actual,
          throttleStatus: throttle.status(key, size),
        },
      });
      if (requested > MAXIMUM_QUERY_COST) return { errors: [tooDear(requested)], extensions: cost(null) };
      if (!throttle.take(key, requested, size)) return { errors: [throttled()], extensions: cost(null) };

      const result = await execute({
        schema: admin.schema,
        document,
        contextValue: context,
        variableValues: request.variables,
        operationName: request.operationName,
      });
      if (result.data === undefined) {
        throttle.giveBack(key, requested, size);
        return { errors: (result.errors ?? []).map(requestError) };
      }
      const actual = Math.min(requested, actualCost(walk, operation, result.data));
      throttle.giveBack(key, requested - actual, size);
      return {
        data: result.data,
        ...(result.errors ? { errors: result.errors.map(executionError) } : {}),
        extensions: { ...cost(actual), ...searchExtension(context) },
      };
    },
  };
}

/** Sizes given by variables count with the variables' defaults. */
function withDefaults(
  operation: NonNullable<ReturnType<typeof getOperationAST>>,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const defaults = (operation.variableDefinitions ?? []).flatMap((one) =>
    one.defaultValue && "value" in one.defaultValue
      ? [
          [
            one.variable.name.value,
            one.defaultValue.kind === Kind.INT ? Number(one.defaultValue.value) : one.defaultValue.value,
          ],
        ]
      : [],
  );
  return { ...(Object.fromEntries(defaults) as Record<string, unknown>), ...variables };
}

function searchExtension(context: ApiContext): Record<string, unknown> {
  if (context.searchWarnings.length === 0) return {};
  return {
    search: context.searchWarnings.map(({ path, query, field }) => ({
      path: [path],
      query,
      parsed: null,
      warnings: [{ field, message: "Invalid search field for this query.", code: "invalid_field" }],
    })),
  };
}

function throttled(): ApiError {
  return {
    message: "Throttled",
    extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
  };
}

function tooDear(cost: number): ApiError {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAXIMUM_QUERY_COST}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the cost of a query is calculated.`,
    extensions: {
      code: "MAX_COST_EXCEEDED",
      cost,
      maxCost: MAXIMUM_QUERY_COST,
      documentation: "https://shopify.dev/api/usage/rate-limits",
    },
  };
}
