import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SECRET_NAMES = [
  "SHOPIFY_API_KEY",
  "SHOPIFY_API_SECRET",
  "TOKEN_ENCRYPTION_KEYS",
  "PERENNIAL_API_TOKEN",
] as const;

export type Secrets = Record<(typeof SECRET_NAMES)[number], string>;

/**
 * The local store's secrets: those of the environment, else those of an earlier run, else new random ones. What was
 * made is kept in `secrets.json` in the data directory (readable by its owner alone), as what it signed and encrypted
 * is kept there too.
 */
export function provideSecrets(
  dataDirectory: string,
  env: Readonly<Record<string, string | undefined>>,
): Secrets {
  mkdirSync(dataDirectory, { recursive: true });
  const file = join(dataDirectory, "secrets.json");
  const kept: Partial<Secrets> = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>)
    : {};
  const made: Secrets = {
    SHOPIFY_API_KEY: randomBytes(16).toString("hex"),
    SHOPIFY_API_SECRET: `shpss_${randomBytes(16).toString("hex")}`,
    TOKEN_ENCRYPTION_KEYS: `local:${randomBytes(32).toString("base64")}`,
    PERENNIAL_API_TOKEN: `prn_local_${randomBytes(24).toString("base64url")}`,
  };
  const all: Secrets = { ...made, ...kept };
  if (SECRET_NAMES.some((name) => kept[name] === undefined)) {
    writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  }
  return {
    ...all,
    ...Object.fromEntries(SECRET_NAMES.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  };
}
