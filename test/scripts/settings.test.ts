import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../scripts/start/settings.ts";

describe("the settings of npm start", () => {
  it("have defaults: ports 3000 and 4000, the embedded server, the sample store, .data", () => {
    expect(readSettings([], {})).toEqual({
      ...{
        appPort: 3000,
        devStorePort: 4000,
        smtpPort: null,
        databaseUrl: null,
        ordersFile: null,
        fresh: false,
      },
      dataDirectory: resolve(".data"),
    });
  });

  it("take an empty variable as one that is not set", () => {
    expect(readSettings([], { PORT: "", DATABASE_URL: "", DEV_STORE_ORDERS: "" })).toEqual(
      readSettings([], {}),
    );
  });

  it("find an order file from where the command was typed", () => {
    const { ordersFile } = readSettings([], { DEV_STORE_ORDERS: "package.json", INIT_CWD: resolve("test") });
    expect(ordersFile).toBe(resolve("package.json"));
    const typedElsewhere = readSettings([], {
      DEV_STORE_ORDERS: "settings.test.ts",
      INIT_CWD: resolve("test/scripts"),
    });
    expect(typedElsewhere.ordersFile).toBe(resolve("test/scripts/settings.test.ts"));
  });

  it.each([
    ["a port that is none", [], { PORT: "80a" }, /PORT must be a port from 1 to 65535; it is "80a"/],
    ["one port for both servers", [], { PORT: "4000" }, /both 4000/],
    [
      "an order file that is not there",
      [],
      { DEV_STORE_ORDERS: "none.csv" },
      /DEV_STORE_ORDERS names a file that is not there/,
    ],
    ["an option it does not know", ["--frsh"], {}, /one option, --fresh.*--frsh/],
    ["production, which has no local store", [], { NODE_ENV: "production" }, /docs\/operations\.md/],
  ])("refuse %s, and say what to do", (_what, args, env, message) => {
    expect(() => readSettings(args, env)).toThrow(message);
  });
});
