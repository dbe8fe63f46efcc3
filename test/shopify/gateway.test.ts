import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, describe, test } from "vitest";
import { z } from "zod";
import { accept, refuse } from "#app/domain/shared/outcome.ts";
import { CERTAIN_AFTER_MS } from "#app/usecases/rewards/issue-redemption.ts";
import {
  createGateway,
  ONCE_AT_MOST_MS,
  type AdminTokens,
  type Gateway,
  type GatewayParts,
} from "#app/shopify/gateway.server.ts";
import { defineOperation } from "#app/shopify/operation.ts";
import { silent, storeFetch } from "./gateway-to-store.ts";

const SHOP = "perennial-demo.myshopify.com";

const readName = defineOperation<Record<string, never>>()({
  name: "ReadName",
  text: "query ReadName { shop { name } }",
  answer: z.object({ shop: z.object({ name: z.string() }) }),
  sending: "repeatable",
});
const setOnce = defineOperation<Record<string, never>>()({
  name: "SetOnce",
  text: "mutation SetOnce { giftCardCreate { giftCard { id } } }",
  answer: z.object({ giftCardCreate: z.object({ giftCard: z.object({ id: z.string() }) }) }),
  sending: "once",
});
const setAgain = { ...setOnce, name: "SetAgain", sending: "repeatable" as const };

const named = { data: { shop: { name: "Perennial" } } };
const created = { data: { giftCardCreate: { giftCard: { id: "gid://shopify/GiftCard/1" } } } };

/** A real server on this machine that answers as told, one answer a request. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const json =
  (body: unknown, status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
const cutOff: Answer = (_, response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
  response.write('{"data":{"shop":{"na');
  response.destroy();
};
const silence: Answer = () => undefined;
const withError = (code: string, message = code, extensions = {}): Answer =>
  json({ data: null, errors: [{ message, extensions: { code } }], extensions });
const throttled = (requestedQueryCost: number, currentlyAvailable: number, restoreRate: number): Answer =>
  withError("THROTTLED", "Throttled", {
    cost: {
      requestedQueryCost,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate },
    },
  });

let server: Server;
let url: string;
/** A port of this machine that nothing listens on. */
let nobodyThere: string;
let answers: Answer[] = [];
let tokensSeen: string[] = [];
let waits: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    tokensSeen.push(String(request.headers["x-shopify-access-token"]));
    request.resume();
    const answer = answers.shift();
    if (answer) answer(request, response);
    else response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  nobodyThere = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  await new Promise((resolve) => closed.close(resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  tokensSeen = [];
  waits = [];
});

function gateway(
  tokens: AdminTokens = { getAdminToken: () => Promise.resolve(accept("first")) },
  to = url,
  more: Partial<GatewayParts> = {},
): Gateway {
  return createGateway({
    random: () => 0,
    fetch: storeFetch(to),
    tokens,
    apiVersion: "2026-07",
    logger: silent,
    timeoutMs: 300,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    ...more,
  });
}

const read = (one = gateway()) => one.run(SHOP, readName, {});
const codeOf = (outcome: Awaited<ReturnType<typeof read>>) =>
  outcome.ok ? "answered" : outcome.refusals[0].code;

describe("reads", () => {
  test.each<[string, Answer]>([
    ["an answer 500", json({ errors: "Internal Server Error" }, 500)],
    ["an answer 502 that is no JSON", (_, response) => response.writeHead(502).end("Bad Gateway")],
    ["an answer cut off half-way", cutOff],
    ["no answer in time", silence],
    ["half an answer: null where a value was promised", json({ data: { shop: null } })],
    ["an internal error inside a 200", withError("INTERNAL_SERVER_ERROR")],
  ])("are asked again after %s", async (_, trouble) => {
    answers = [trouble, json(named)];
    expect(await read()).toEqual(accept({ shop: { name: "Perennial" } }));
  });

  test("are given up after six attempts with growing pauses", async () => {
    answers = Array.from({ length: 9 }, () => json({}, 503));
    expect(codeOf(await read())).toBe("shopify-unreachable");
    expect(tokensSeen).toHaveLength(6);
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  test("wait as long as the bucket needs to hold the query's cost", async () => {
    answers = [throttled(600, 100, 100), throttled(600, 550, 100), json(named)];
    expect(codeOf(await read())).toBe("answered");
    expect(waits).toEqual([5000, 500]);
  });

  test("a query dearer than the bucket waits for a full bucket, not for ever", async () => {
    answers = [throttled(5000, 1900, 100), json(named)];
    expect(codeOf(await read())).toBe("answered");
    expect(waits).toEqual([1000]);
  });

  test("that are throttled together do not come back together, the less the more often", async () => {
    answers = [throttled(600, 100, 100), throttled(600, 550, 100), json(named)];
    expect(codeOf(await read(gateway(undefined, undefined, { random: () => 0.5 })))).toBe("answered");
    expect(waits).toEqual([7500, 1000]);
  });

  test("in the background wait first until the share of the bucket that is left to others is free again", async () => {
    const cost = (currentlyAvailable: number) => ({
      extensions: {
        cost: {
          requestedQueryCost: 10,
          actualQueryCost: 10,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 },
        },
      },
    });
    answers = [json({ ...named, ...cost(1500) }), json({ ...named, ...cost(400) }), json(named), json(named)];
    let now = 0;
    const one = gateway(undefined, undefined, { leaves: 0.5, now: () => now });
    await read(one);
    await read(one);
    expect(waits).toEqual([]);
    now += 2_000;
    await read(one);
    expect(waits).toEqual([4000]);
    now += 4_000;
    await read(one);
    expect(waits).toEqual([4000]);
  });

  test("throttling that never ends is a refusal", async () => {
    answers = Array.from({ length: 40 }, () => throttled(600, 100, 100));
    expect(codeOf(await read())).toBe("shopify-unreachable");
  });

  test("nothing listening is a refusal", async () => {
    expect(codeOf(await read(gateway(undefined, nobodyThere)))).toBe("shopify-unreachable");
  });
});

describe("tokens", () => {
  test("a token that Shopify no longer takes is renewed once, and the call repeated with the new one", async () => {
    const asked: (string | undefined)[] = [];
    const tokens: AdminTokens = {
      getAdminToken: (_, rejected) => {
        asked.push(rejected);
        return Promise.resolve(accept(rejected === undefined ? "old" : "new"));
      },
    };
    answers = [json({ errors: "Invalid API key or access token" }, 401), json(named)];
    expect(codeOf(await read(gateway(tokens)))).toBe("answered");
    expect(tokensSeen).toEqual(["old", "new"]);
    expect(asked).toEqual([undefined, "old"]);
  });

  test("a renewed token that is refused too means: reconnect", async () => {
    answers = [json({}, 401), json({}, 401)];
    const refused = await read();
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: "reconnect" }] });
  });

  test("a shop without a token is not called at all", async () => {
    const dead: AdminTokens = {
      getAdminToken: () => Promise.resolve(refuse({ code: "reconnect", detail: "open the app" })),
    };
    expect(codeOf(await read(gateway(dead)))).toBe("reconnect");
    expect(tokensSeen).toEqual([]);
  });
});

describe("refusals", () => {
  test("a missing scope is named", async () => {
    answers = [
      withError(
        "ACCESS_DENIED",
        "Access denied for orders field. Required access: `read_orders` access scope.",
      ),
    ];
    expect(await read()).toMatchObject({
      ok: false,
      refusals: [{ code: "access-denied", detail: expect.stringContaining("read_orders") as string }],
    });
  });

  test("a withheld personal field beside an answer that has all the rest is no refusal", async () => {
    answers = [
      json({
        ...named,
        errors: [
          {
            message: "This app is not approved to use the email field.",
            extensions: { code: "ACCESS_DENIED" },
          },
        ],
      }),
    ];
    expect(codeOf(await read())).toBe("answered");
  });

  test("a query that costs too much says so", async () => {
    answers = [
      withError(
        "MAX_COST_EXCEEDED",
        "Query cost is 1200, which exceeds the single query max cost limit (1000).",
      ),
    ];
    expect(codeOf(await read())).toBe("query-too-large");
  });

  test("a query that Shopify does not understand is refused with its words", async () => {
    answers = [
      json({
        errors: [
          { message: "Field 'x' doesn't exist on type 'Shop'", extensions: { code: "undefinedField" } },
        ],
      }),
    ];
    expect(await read()).toMatchObject({
      refusals: [{ code: "shopify-refused", detail: "Field 'x' doesn't exist on type 'Shop'" }],
    });
  });
});

describe("writes", () => {
  test.each<[string, Answer]>([
    ["cut off", cutOff],
    ["not there in time", silence],
    ["an error of the server", json({}, 500)],
  ])("whose answer is %s are never sent again blind", async (_, trouble) => {
    answers = [trouble, json(created)];
    const outcome = await gateway().run(SHOP, setOnce, {});
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code: "answer-lost" }] });
    expect(tokensSeen).toHaveLength(1);
  });

  test("that end the same when done twice are sent again", async () => {
    answers = [cutOff, json(created)];
    expect((await gateway().run(SHOP, setAgain, {})).ok).toBe(true);
  });

  test("that would wait long for the bucket are given up unsent, before anybody takes them for lost", async () => {
    expect(ONCE_AT_MOST_MS).toBeLessThan(CERTAIN_AFTER_MS);
    answers = Array.from({ length: 9 }, () => throttled(500, 100, 100));
    const outcome = await gateway(undefined, undefined, { leaves: 0.5 }).run(SHOP, setOnce, {});
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code: "shopify-unreachable" }] });
    expect(waits).toEqual([4000, 4000]);
  });

  test("that were throttled or met a dead token were not done, and are sent again", async () => {
    answers = [throttled(10, 0, 100), json({}, 401), json(created)];
    expect((await gateway().run(SHOP, setOnce, {})).ok).toBe(true);
  });

  test("that never left this machine are sent again, and refused as unreachable in the end", async () => {
    const outcome = await gateway(undefined, nobodyThere).run(SHOP, setOnce, {});
    expect(outcome).toMatchObject({ refusals: [{ code: "shopify-unreachable" }] });
  });
});
