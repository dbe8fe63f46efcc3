import { z } from "zod";

/** A key that encrypts Shopify tokens at rest; its id is stored beside each ciphertext. */
export type TokenKey = { readonly id: string; readonly key: Buffer };

export type Environment = {
  readonly production: boolean;
  /** Address the web server binds: loopback unless `HOST` says otherwise; always loopback with a local store. */
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  readonly shopify: { readonly apiKey: string; readonly apiSecret: string; readonly appUrl: string };
  /** The first encrypts, all decrypt. */
  readonly tokenKeys: readonly [TokenKey, ...TokenKey[]];
  /** The mail server; null: none is set up, mails wait in the queue. */
  readonly mail: MailEnvironment | null;
  /** Signs what a mail provider tells of bounces and complaints; null: nobody may tell. */
  readonly mailEventsSecret: string | null;
  /** The store on the developer's own machine; null for a real one. */
  readonly localStore: LocalStore | null;
};

export type MailEnvironment = {
  readonly smtpUrl: string;
  /** Under which shops write that have no domain of their own set up. */
  readonly fromDomain: string;
  /** PEM; null: the mail server signs (DKIM). */
  readonly dkimKey: string | null;
};

export type LocalStore = {
  readonly url: string;
  readonly shop: string;
  /** Public API token that is honoured for `shop` besides those made in the admin. */
  readonly apiToken: string | null;
};

export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

const tokenKeysSchema = z.string().transform((text, context): [TokenKey, ...TokenKey[]] => {
  const keys = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part): TokenKey | null => {
      const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(part) ?? [];
      return id !== undefined && encoded !== undefined ? { id, key: Buffer.from(encoded, "base64") } : null;
    });
  const [first, ...rest] = keys.filter((key) => key !== null);
  if (
    first === undefined ||
    rest.length + 1 < keys.length ||
    new Set(keys.map((key) => key?.id)).size < keys.length
  ) {
    context.addIssue({
      code: "custom",
      message:
        'must be id:key, … with distinct ids and 32-byte keys in base64; make one with: echo "$(date +%F):$(openssl rand -base64 32)"',
    });
    return z.NEVER;
  }
  return [first, ...rest];
});

const variablesSchema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address"),
  DATA_DIR: z.string().min(1).default(".data"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_APP_URL: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  TOKEN_ENCRYPTION_KEYS: tokenKeysSchema,
  LOCAL_STORE_URL: z
    .url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  LOCAL_STORE_SHOP: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, "must be a myshopify.com domain")
    .optional(),
  PERENNIAL_API_TOKEN: z.string().min(1).optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be smtp://user:password@host:port or smtps://…" })
    .optional(),
  MAIL_FROM_DOMAIN: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/, "must be a domain in lower case, such as mail.example.com")
    .optional(),
  MAIL_DKIM_KEY: z
    .string()
    .transform((pem) => pem.replaceAll("\\n", "\n"))
    .pipe(z.string().startsWith("-----BEGIN", "must be a private key in PEM"))
    .optional(),
  MAIL_EVENTS_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
});

/**
 * The validated environment.
 * @throws {EnvironmentError} naming every variable that is missing or wrong, and what to do about it; never a secret's value.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = variablesSchema.safeParse(present);
  if (!parsed.success) {
    throw new EnvironmentError(
      ["The environment is not complete:"]
        .concat(
          parsed.error.issues.map((issue) => {
            const name = String(issue.path[0]);
            return present[name] === undefined ? `  ${name} is missing` : `  ${name} ${issue.message}`;
          }),
        )
        .join("\n"),
    );
  }
  const given = parsed.data;
  const production = given.NODE_ENV === "production";
  if (production && given.LOCAL_STORE_URL !== undefined) {
    throw new EnvironmentError(
      "LOCAL_STORE_URL is set with NODE_ENV=production: a production app talks to Shopify alone. Unset LOCAL_STORE_URL.",
    );
  }
  if (production && given.PERENNIAL_API_TOKEN !== undefined) {
    throw new EnvironmentError(
      "PERENNIAL_API_TOKEN is set with NODE_ENV=production: it is for the local store alone. Unset it and make tokens in the app, under Settings.",
    );
  }
  if ((given.LOCAL_STORE_URL === undefined) !== (given.LOCAL_STORE_SHOP === undefined)) {
    throw new EnvironmentError("LOCAL_STORE_URL and LOCAL_STORE_SHOP belong together: set both, or neither.");
  }
  if (given.PERENNIAL_API_TOKEN !== undefined && given.LOCAL_STORE_URL === undefined) {
    throw new EnvironmentError(
      "PERENNIAL_API_TOKEN is for the local store alone: set LOCAL_STORE_URL too, or unset it.",
    );
  }
  if ((given.SMTP_URL === undefined) !== (given.MAIL_FROM_DOMAIN === undefined)) {
    throw new EnvironmentError(
      "SMTP_URL and MAIL_FROM_DOMAIN belong together: set both, or neither (mails then wait in the queue).",
    );
  }
  return {
    production,
    host: given.LOCAL_STORE_URL === undefined ? given.HOST : "127.0.0.1",
    port: given.PORT,
    databaseUrl: given.DATABASE_URL,
    dataDirectory: given.DATA_DIR,
    logLevel: given.LOG_LEVEL,
    shopify: {
      apiKey: given.SHOPIFY_API_KEY,
      apiSecret: given.SHOPIFY_API_SECRET,
      appUrl: given.SHOPIFY_APP_URL,
    },
    tokenKeys: given.TOKEN_ENCRYPTION_KEYS,
    mail:
      given.SMTP_URL === undefined || given.MAIL_FROM_DOMAIN === undefined
        ? null
        : {
            smtpUrl: given.SMTP_URL,
            fromDomain: given.MAIL_FROM_DOMAIN,
            dkimKey: given.MAIL_DKIM_KEY ?? null,
          },
    mailEventsSecret: given.MAIL_EVENTS_SECRET ?? null,
    localStore:
      given.LOCAL_STORE_URL === undefined || given.LOCAL_STORE_SHOP === undefined
        ? null
        : {
            url: given.LOCAL_STORE_URL,
            shop: given.LOCAL_STORE_SHOP,
            apiToken: given.PERENNIAL_API_TOKEN ?? null,
          },
  };
}
