import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ActionFunction, ServerBuild } from "@remix-run/node";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webhookDoor } from "#app/webhook-door.server.ts";

const SECRET = "door";
const sign = (body: string | Buffer): string => createHmac("sha256", SECRET).update(body).digest("base64");

/** Routes as a build holds them: one that answers with what it computed from the raw body, one that throws its answer, one that fails. */
const routes: Record<string, ActionFunction> = {
  "webhooks/orders/create": async ({ request }) =>
    Response.json({
      signature: sign(Buffer.from(await request.arrayBuffer())),
      topic: request.headers.get("x-shopify-topic"),
    }),
  "webhooks/app/uninstalled": () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- Remix's way to answer early
    throw new Response(null, { status: 401 });
  },
  "webhooks/refunds/create": () => {
    throw new Error("the database is gone");
  },
  "app/launch": () => new Response("not by this door"),
};

describe("the door for webhooks", () => {
  let server: Server;
  let url: string;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    const build = {
      routes: Object.fromEntries(
        Object.entries(routes).map(([path, action]) => [path, { id: path, path, module: { action } }]),
      ),
    } as unknown as ServerBuild;
    const log = pino(
      { level: "info" },
      { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
    );
    server = createServer(
      webhookDoor(build, log, (_request, response) => response.writeHead(299).end("the rest of the app")),
    );
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const post = (path: string, body: BodyInit = "{}") =>
    fetch(`${url}${path}`, { method: "POST", body, headers: { "X-Shopify-Topic": "orders/create" } });

  it("hands the route the body byte for byte, whatever bytes they are, and its headers", async () => {
    const body = Buffer.concat([
      Buffer.from('{"id":9223372036854775807,"note":"Grüße '),
      Buffer.from([0xff, 0x00, 0xfe]),
      Buffer.from('"}'),
    ]);
    const answer = await post("/webhooks/orders/create", body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ signature: sign(body), topic: "orders/create" });
  });

  it("takes bodies that come in many pieces", async () => {
    const body = "x".repeat(3_000_000);
    expect(await (await post("/webhooks/orders/create", body)).json()).toMatchObject({
      signature: sign(body),
    });
  });

  it("refuses a body beyond any payload of Shopify's with 413", async () => {
    const answer = await post("/webhooks/orders/create", Buffer.alloc(21 * 1024 * 1024)).catch(() => null);
    expect(answer?.status ?? 413).toBe(413);
    expect((await post("/webhooks/orders/create")).status).toBe(200);
  });

  it("passes on an answer that the route throws", async () => {
    expect((await post("/webhooks/app/uninstalled")).status).toBe(401);
  });

  it("answers 500 when a route fails, so that Shopify sends the event again, and logs why", async () => {
    expect((await post("/webhooks/refunds/create")).status).toBe(500);
    expect(lines.find((line) => line["msg"] === "webhook failed")).toMatchObject({
      err: { message: "the database is gone" },
    });
  });

  it("leaves everything else to the app: other routes, other methods, unknown topics", async () => {
    expect((await post("/app/launch")).status).toBe(299);
    expect((await post("/webhooks/unknown/topic")).status).toBe(299);
    expect((await fetch(`${url}/webhooks/orders/create`)).status).toBe(299);
  });

  it("logs a line a request, without the query string", async () => {
    lines.length = 0;
    await post("/webhooks/orders/create?shop=secret.myshopify.com");
    expect(lines).toMatchObject([
      { method: "POST", path: "/webhooks/orders/create", status: 200, msg: "request" },
    ]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });
});
