/**
 * The anchor of the webhook figures: a bare Node server that checks the HMAC over the raw body and inserts one row, with
 * nothing around it. `/empty` answers without doing anything.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

const [databaseUrl, secret] = process.argv.slice(2) as [string, string];
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
await pool.query(
  'CREATE TABLE bare_events (event_id text COLLATE "C" PRIMARY KEY, topic text NOT NULL, payload text NOT NULL)',
);

const server = createServer((request, response) => {
  if (request.url === "/empty") {
    request.resume();
    response.end();
    return;
  }
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts);
    const given = Buffer.from(String(request.headers["x-shopify-hmac-sha256"]), "base64");
    const own = createHmac("sha256", secret).update(body).digest();
    if (given.length !== own.length || !timingSafeEqual(given, own)) {
      response.writeHead(401).end();
      return;
    }
    pool
      .query({
        name: "insert",
        text: "INSERT INTO bare_events (event_id, topic, payload) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        values: [
          request.headers["x-shopify-event-id"],
          request.headers["x-shopify-topic"],
          body.toString("utf8"),
        ],
      })
      .then(
        () => response.end(),
        () => response.writeHead(500).end(),
      );
  });
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("disconnect", () => process.exit(0));
