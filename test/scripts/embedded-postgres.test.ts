import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres.ts";

let directory: string;
let dataDirectory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perennial-postgres-"));
  dataDirectory = join(directory, "postgres");
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function ask(url: string, statement: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client(url);
  client.on("error", () => {}); // the server is stopped under it on purpose
  await client.connect();
  return client
    .query<Record<string, unknown>>(statement)
    .then(({ rows }) => rows[0])
    .finally(() => client.end());
}

const postmasterOf = (data: string): number =>
  Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);

describe("the embedded PostgreSQL", () => {
  it("commits durably, sorts alike on every machine and listens on the loopback alone", async () => {
    const server = await startEmbeddedPostgres({ dataDirectory });
    const row = await ask(
      server.url(),
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('listen_addresses') AS address, current_setting('unix_socket_directories') AS sockets,
              datlocprovider AS provider, datlocale AS locale, pg_encoding_to_char(encoding) AS encoding
       FROM pg_database WHERE datname = current_database()`,
    );
    await server.stop();
    expect(row).toEqual({
      ...{ fsync: "on", commit: "on", address: "127.0.0.1", sockets: "" },
      ...{ provider: "b", locale: "C.UTF-8", encoding: "UTF8" },
    });
  });

  it("keeps what was committed when it is started again", async () => {
    const first = await startEmbeddedPostgres({ dataDirectory });
    await ask(first.url(), "CREATE TABLE kept AS SELECT 7 AS seven");
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDirectory });
    const row = await ask(second.url(), "SELECT seven FROM kept");
    await second.stop();
    expect(row).toEqual({ seven: 7 });
  });

  it("stops the server that a killed run has left on the data directory, and loses nothing", async () => {
    const killed = await startEmbeddedPostgres({ dataDirectory });
    await ask(killed.url(), "CREATE TABLE kept AS SELECT 7 AS seven");
    const orphan = postmasterOf(dataDirectory);
    process.kill(killed.pid, "SIGKILL");
    await killed.exited;
    expect(() => process.kill(orphan, 0), "the server itself lives on").not.toThrow();

    const notices: string[] = [];
    const next = await startEmbeddedPostgres({ dataDirectory }, (line) => notices.push(line));
    expect(notices.join()).toContain(`process ${orphan}`);
    expect(postmasterOf(dataDirectory)).not.toBe(orphan);
    expect(await ask(next.url(), "SELECT seven FROM kept")).toEqual({ seven: 7 });
    await next.stop();
  });

  it("refuses a wrong password", async () => {
    const server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    const url = Object.assign(new URL(server.url()), { password: "wrong" }).href;
    await expect(ask(url, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    await server.stop();
  });
});
