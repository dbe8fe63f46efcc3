import path from "node:path";
import { z } from "zod";

export interface Environment {
  port: number;
  /** Where mails are taken, loopback; null: nowhere. */
  smtpPort: number | null;
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  /** Folder of the dev store's own files, `${DATA_DIR}/dev-store`. */
  folder: string;
  ordersFile: string | null;
  timeZone: string;
  /** null: the order file's, else USD. */
  currency: string | null;
  /** Where the store's clock starts; null: real time. */
  now: Date | null;
  demoShop: string;
  retryScale: number;
}

export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

const schema = z.object({
  DEV_STORE_PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  DEV_STORE_SMTP_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  APP_URL: z.url().default("http://127.0.0.1:3000"),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  DATA_DIR: z.string().min(1).default(".data"),
  DEV_STORE_ORDERS: z.string().min(1).optional(),
  DEV_STORE_TIME_ZONE: z.string().default("America/New_York"),
  DEV_STORE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, "is no ISO 4217 code such as USD")
    .optional(),
  DEV_STORE_NOW: z.iso
    .datetime({ offset: true, error: "is no instant; write for example 2026-07-01T12:00:00Z" })
    .optional(),
  DEV_STORE_SHOP: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, "must be a myshopify.com domain")
    .default("perennial-demo.myshopify.com"),
  DEV_STORE_RETRY_SCALE: z.coerce.number().positive().default(1),
});

/** The validated environment; throws `EnvironmentError` that names each variable that is missing or wrong. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success)
    throw new EnvironmentError(
      [
        "The dev store can't start:",
        ...parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`),
      ].join("\n"),
    );
  const { data } = parsed;
  return {
    port: data.DEV_STORE_PORT,
    smtpPort: data.DEV_STORE_SMTP_PORT ?? null,
    appUrl: data.APP_URL,
    apiKey: data.SHOPIFY_API_KEY,
    apiSecret: data.SHOPIFY_API_SECRET,
    folder: path.resolve(data.DATA_DIR, "dev-store"),
    ordersFile: data.DEV_STORE_ORDERS ? path.resolve(data.DEV_STORE_ORDERS) : null,
    timeZone: data.DEV_STORE_TIME_ZONE,
    currency: data.DEV_STORE_CURRENCY ?? null,
    now: data.DEV_STORE_NOW ? new Date(data.DEV_STORE_NOW) : null,
    demoShop: data.DEV_STORE_SHOP,
    retryScale: data.DEV_STORE_RETRY_SCALE,
  };
}
