import { describe, expect, it } from "vitest";
import { EnvironmentError, readEnvironment } from "#app/env.server.ts";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const complete = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://perennial@db.example/perennial",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "shpss_secret",
  SHOPIFY_APP_URL: "https://perennial.example/some/path",
  TOKEN_ENCRYPTION_KEYS: `2026-11:${key(1)}`,
};
const local = {
  ...complete,
  NODE_ENV: "development",
  LOCAL_STORE_URL: "http://127.0.0.1:4000",
  LOCAL_STORE_SHOP: "perennial-demo.myshopify.com",
  PERENNIAL_API_TOKEN: "prn_local_x",
};

const refusal = (variables: Record<string, string | undefined>): string => {
  try {
    readEnvironment(variables);
  } catch (problem) {
    if (problem instanceof EnvironmentError) return problem.message;
    throw problem;
  }
  return "accepted";
};

describe("the environment", () => {
  it("is read whole: the app's address without its path, loopback unless told otherwise, no local store", () => {
    const environment = readEnvironment(complete);
    expect(environment).toMatchObject({
      production: true,
      host: "127.0.0.1",
      port: 3000,
      shopify: { apiKey: "key", apiSecret: "shpss_secret", appUrl: "https://perennial.example" },
      localStore: null,
    });
    expect(environment.tokenKeys.map((one) => one.id)).toEqual(["2026-11"]);
  });

  it.each([
    "DATABASE_URL",
    "SHOPIFY_API_KEY",
    "SHOPIFY_API_SECRET",
    "SHOPIFY_APP_URL",
    "TOKEN_ENCRYPTION_KEYS",
  ])("has no default for %s: missing or empty, the app does not start", (name) => {
    expect(refusal({ ...complete, [name]: undefined })).toContain(`${name} is missing`);
    expect(refusal({ ...complete, [name]: "" })).toContain(`${name} is missing`);
  });

  it("names everything that is wrong at once, and never a secret's value", () => {
    const message = refusal({
      ...complete,
      SHOPIFY_API_KEY: "",
      DATABASE_URL: "mysql://x",
      TOKEN_ENCRYPTION_KEYS: "id:tooshort",
    });
    expect(message).toContain("SHOPIFY_API_KEY is missing");
    expect(message).toContain("DATABASE_URL must be");
    expect(message).toContain("TOKEN_ENCRYPTION_KEYS must be");
    expect(message).not.toContain("tooshort");
    expect(message).not.toContain("shpss_secret");
  });

  it("refuses a local store in production, saying what to unset", () => {
    expect(refusal({ ...local, NODE_ENV: "production", PERENNIAL_API_TOKEN: undefined })).toContain(
      "Unset LOCAL_STORE_URL",
    );
  });

  it("refuses the local store's API token in production", () => {
    expect(refusal({ ...complete, PERENNIAL_API_TOKEN: "prn_local_x" })).toMatch(
      /PERENNIAL_API_TOKEN.*NODE_ENV=production/,
    );
  });

  it("refuses an API token without a local store, and half a local store", () => {
    expect(refusal({ ...complete, NODE_ENV: "development", PERENNIAL_API_TOKEN: "x" })).toContain(
      "LOCAL_STORE_URL",
    );
    expect(refusal({ ...local, LOCAL_STORE_SHOP: undefined })).toContain("set both, or neither");
  });

  it("sends mail only where server and domain are both named; without them mails wait", () => {
    const mail = { SMTP_URL: "smtp://user:secret@mail.example:587", MAIL_FROM_DOMAIN: "mail.example" };
    expect(readEnvironment(complete).mail).toBeNull();
    expect(readEnvironment({ ...complete, ...mail }).mail).toEqual({
      smtpUrl: mail.SMTP_URL,
      fromDomain: "mail.example",
      dkimKey: null,
    });
    expect(refusal({ ...complete, SMTP_URL: mail.SMTP_URL })).toContain("MAIL_FROM_DOMAIN");
    expect(refusal({ ...complete, ...mail, SMTP_URL: "http://mail.example" })).toContain("SMTP_URL must be");
    expect(refusal({ ...complete, MAIL_EVENTS_SECRET: "short" })).toContain("MAIL_EVENTS_SECRET must have");
  });

  it("binds loopback with a local store, whatever HOST says", () => {
    expect(readEnvironment({ ...local, HOST: "0.0.0.0" }).host).toBe("127.0.0.1");
    expect(readEnvironment({ ...complete, HOST: "0.0.0.0" }).host).toBe("0.0.0.0");
  });

  it("refuses a local store that is not on this machine", () => {
    expect(refusal({ ...local, LOCAL_STORE_URL: "http://store.example:4000" })).toContain("LOCAL_STORE_URL");
  });

  it.each([
    ["two keys of one id", `a:${key(1)},a:${key(2)}`],
    ["a key without an id", key(1)],
    ["a good key and a bad one", `a:${key(1)},b:short`],
    ["only a comma", ","],
  ])("refuses %s as encryption keys", (_case, keys) => {
    expect(refusal({ ...complete, TOKEN_ENCRYPTION_KEYS: keys })).toContain("TOKEN_ENCRYPTION_KEYS must be");
  });
});
