import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PlainError } from "../plain-error.ts";

export type Settings = {
  appPort: number;
  devStorePort: number;
  /** Null: any free one. */
  smtpPort: number | null;
  /** Absolute path of everything this run keeps. */
  dataDirectory: string;
  /** Null: the embedded server. */
  databaseUrl: string | null;
  /** Absolute path of the order export to load; null: the sample store. */
  ordersFile: string | null;
  /** `--fresh`: begin anew. */
  fresh: boolean;
};

/**
 * Reads the command line and the environment of `npm start`.
 * @throws PlainError naming the setting and what to do
 */
export function readSettings(args: string[], env: Readonly<Record<string, string | undefined>>): Settings {
  if (env["NODE_ENV"] === "production") {
    throw new PlainError(
      "npm start runs the local store, which production refuses. For a real store: docs/operations.md (npm run start:web and start:worker).",
    );
  }
  const appPort = readPort("PORT", env["PORT"], 3000);
  const devStorePort = readPort("DEV_STORE_PORT", env["DEV_STORE_PORT"], 4000);
  if (appPort === devStorePort) {
    throw new PlainError(`PORT and DEV_STORE_PORT are both ${appPort}. Give them two different numbers.`);
  }
  return {
    appPort,
    devStorePort,
    smtpPort: env["DEV_STORE_SMTP_PORT"]
      ? readPort("DEV_STORE_SMTP_PORT", env["DEV_STORE_SMTP_PORT"], 0)
      : null,
    dataDirectory: resolve(env["DATA_DIR"] || ".data"),
    databaseUrl: env["DATABASE_URL"] || null,
    ordersFile: env["DEV_STORE_ORDERS"] ? findOrdersFile(env["DEV_STORE_ORDERS"], env["INIT_CWD"]) : null,
    fresh: readFresh(args),
  };
}

function readFresh(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { fresh: { type: "boolean", default: false } } }).values.fresh;
  } catch {
    throw new PlainError(
      `npm start knows one option, --fresh (npm start -- --fresh); it was given: ${args.join(" ")}`,
    );
  }
}

function readPort(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined || value === "") return fallback;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PlainError(`${name} must be a port from 1 to 65535; it is "${value}".`);
  }
  return port;
}

/** npm changes to the repository's folder; INIT_CWD is where the command was typed. */
function findOrdersFile(path: string, typedIn: string | undefined): string {
  const candidates = isAbsolute(path)
    ? [path]
    : [resolve(path), ...(typedIn ? [resolve(typedIn, path)] : [])];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new PlainError(`DEV_STORE_ORDERS names a file that is not there: ${candidates.join(", nor ")}`);
  }
  return found;
}
