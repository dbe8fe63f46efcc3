import { z } from "zod";
import { problem } from "./shapes/common.ts";
import {
  actionBody,
  adjustmentAnswer,
  adjustmentBody,
  entriesQuery,
  entryList,
  entryShape,
  memberList,
  memberShape,
  membersQuery,
} from "./shapes/member.ts";
import { overviewQuery, overviewShape } from "./shapes/overview.ts";
import {
  programInput,
  programShape,
  publicationQuery,
  simulationBody,
  simulationShape,
} from "./shapes/program.ts";
import { tierBody, tierMoveList, tierMoveShape, tierMovesQuery, tierStandingShape } from "./shapes/tier.ts";
import {
  redemptionBody,
  redemptionList,
  redemptionShape,
  redemptionsQuery,
  rewardList,
  rewardShape,
  rewardsQuery,
} from "./shapes/reward.ts";

type Operation = {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answers: Readonly<Record<number, z.ZodType>>;
  /** Codes that a caller can act on, beside those every operation may answer with. */
  readonly refusals?: readonly string[];
};

/** Every operation of the public API: the routes serve it, docs/openapi.json is written from it, a test holds them together. */
export const operations: Readonly<Record<string, Operation>> = {
  "GET /api/v1/members": {
    summary: "Find members by e-mail or customer, or list them all in order of joining",
    query: membersQuery,
    answers: { 200: memberList },
  },
  "GET /api/v1/members/{id}": {
    summary: "One member",
    answers: { 200: memberShape },
    refusals: ["not-found"],
  },
  "GET /api/v1/members/{id}/entries": {
    summary: "A member's books, entry by entry",
    query: entriesQuery,
    answers: { 200: entryList },
    refusals: ["not-found"],
  },
  "POST /api/v1/members/{id}/adjustments": {
    summary: "Grant or take points by hand. The same key and body again answer 200 with the first result",
    body: adjustmentBody,
    answers: { 201: adjustmentAnswer, 200: adjustmentAnswer },
    refusals: [
      "not-found",
      "idempotency-conflict",
      "insufficient-points",
      "reason-required",
      "points-not-whole",
    ],
  },
  "POST /api/v1/members/{id}/actions": {
    summary:
      "Reward something that a member did, as the program's rule for it says. The same key and body again answer 200 with the first result",
    body: actionBody,
    answers: { 201: adjustmentAnswer, 200: adjustmentAnswer },
    refusals: ["not-found", "idempotency-conflict", "unknown-action", "limit-reached", "not-eligible"],
  },
  "GET /api/v1/members/{id}/tier": {
    summary: "Where a member stands on the ladder, what keeps the tier and what reaches the next",
    answers: { 200: tierStandingShape },
    refusals: ["not-found"],
  },
  "POST /api/v1/members/{id}/tier": {
    summary:
      "Put a member into a tier by hand, or let go of what holds them. The same key and body again answer 200",
    body: tierBody,
    answers: { 201: tierStandingShape, 200: tierStandingShape },
    refusals: [
      "not-found",
      "idempotency-conflict",
      "no-tiers",
      "unknown-tier",
      "reason-required",
      "until-in-the-past",
      "not-held",
      "not-a-member",
    ],
  },
  "GET /api/v1/members/{id}/tier-moves": {
    summary: "A member's moves between tiers, newest first, with their reasons and figures",
    query: tierMovesQuery,
    answers: { 200: tierMoveList },
    refusals: ["not-found"],
  },
  "GET /api/v1/members/{id}/redemptions": {
    summary: "What a member has redeemed, newest first",
    query: redemptionsQuery,
    answers: { 200: redemptionList },
    refusals: ["not-found"],
  },
  "POST /api/v1/members/{id}/redemptions": {
    summary:
      "Redeem a reward. 202: Shopify has not answered yet. The same key and body again answer 200 with what became of it",
    body: redemptionBody,
    answers: { 201: redemptionShape, 200: redemptionShape, 202: redemptionShape },
    refusals: [
      "not-found",
      "idempotency-conflict",
      "insufficient-points",
      "below-minimum",
      "limit-reached",
      "not-eligible",
      "reward-unavailable",
    ],
  },
  "GET /api/v1/rewards": {
    summary: "The rewards of the program in force",
    query: rewardsQuery,
    answers: { 200: rewardList },
    refusals: ["not-found"],
  },
  "GET /api/v1/redemptions/{id}": {
    summary: "One redemption",
    answers: { 200: redemptionShape },
    refusals: ["not-found"],
  },
  "DELETE /api/v1/redemptions/{id}": {
    summary: "Take back what nobody has used; its points come back once. 202: Shopify has not answered yet",
    answers: { 200: redemptionShape, 202: redemptionShape },
    refusals: ["not-found", "already-used"],
  },
  "GET /api/v1/program": {
    summary: "The program in force",
    answers: { 200: programShape },
    refusals: ["not-found"],
  },
  "PUT /api/v1/program": {
    summary: "Publish a new version; it rules orders paid after it, earlier ones keep theirs",
    query: publicationQuery,
    body: programInput,
    answers: { 200: programShape },
    refusals: [
      "not-supported",
      "field-not-read",
      "divisor-not-positive",
      "exclusive-conflict",
      "tier-has-members",
      "until-in-the-past",
    ],
  },
  "POST /api/v1/program/simulate": {
    summary: "What past orders would have earned under a program; changes nothing",
    body: simulationBody,
    answers: { 200: simulationShape },
    refusals: ["window-reversed", "not-supported", "field-not-read", "divisor-not-positive"],
  },
  "GET /api/v1/reports/overview": {
    summary: "Customers, revenue, points and repeat purchase as of a day",
    query: overviewQuery,
    answers: { 200: overviewShape },
    refusals: ["window-reversed"],
  },
};

/** Component schemas that are named once and referred to. */
const COMPONENTS = {
  Problem: problem,
  Member: memberShape,
  Entry: entryShape,
  Overview: overviewShape,
  Program: programShape,
  Redemption: redemptionShape,
  Reward: rewardShape,
  Simulation: simulationShape,
  TierMove: tierMoveShape,
  TierStanding: tierStandingShape,
};

/** The OpenAPI 3.1 document (its schemas are JSON Schema 2020-12, as zod writes them). */
export function openApiDocument(): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/components/schemas/${id}` });
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = name.split(" ");
    (paths[path] ??= {})[method.toLowerCase()] = describe(path, operation);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Perennial public API", version: "1", description: "Conventions: docs/api.md" },
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } }, schemas },
  };
}

function describe(path: string, { summary, query, body, answers, refusals = [] }: Operation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries((query?.shape ?? {}) as Record<string, z.ZodType>).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: jsonSchema(schema),
  }));
  const answered = Object.entries(answers).map(([status, schema]): [string, object] => [
    status,
    {
      description: status === "201" ? "done" : "OK",
      content: { "application/json": { schema: reference(schema) } },
    },
  ]);
  const refused = {
    description: ["unauthorized", "invalid-parameter", "invalid-body", ...refusals].join(", "),
    content: { "application/problem+json": { schema: reference(problem) } },
  };
  return {
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: reference(body) } } },
    }),
    responses: { ...Object.fromEntries(answered), default: refused },
  };
}

function reference(schema: z.ZodType): object {
  const named = Object.entries(COMPONENTS).find(([, component]) => component === schema);
  return named ? { $ref: `#/components/schemas/${named[0]}` } : jsonSchema(schema);
}

function jsonSchema(schema: z.ZodType): object {
  return { ...z.toJSONSchema(schema, { io: "input", reused: "inline" }), $schema: undefined };
}
