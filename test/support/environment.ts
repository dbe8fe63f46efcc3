import type { Environment } from "#app/env.server.ts";
import { readEnvironment } from "#app/env.server.ts";

/** A complete environment on this database; `variables` are put over it. */
export function testEnvironment(databaseUrl: string, variables: Record<string, string> = {}): Environment {
  return readEnvironment({
    NODE_ENV: "test",
    PORT: "0",
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "silent",
    SHOPIFY_API_KEY: "test-key",
    SHOPIFY_API_SECRET: "test-secret",
    SHOPIFY_APP_URL: "https://perennial.example",
    TOKEN_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 3).toString("base64")}`,
    ...variables,
  });
}
