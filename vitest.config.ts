import { defineConfig } from "vitest/config";

// A zone with a half-hour offset: code that leans on the machine's own time zone fails here.
process.env["TZ"] = "Asia/Kolkata";

/** Folders of test/ whose tests need neither database nor browser; all others but e2e/ get a database. */
const UNIT = ["domain", "dev-store", "extensions", "golden", "properties", "ui"].map(
  (folder) => `test/${folder}/**/*.test.{ts,tsx}`,
);
const E2E = ["test/e2e/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "unit", include: UNIT } },
      {
        extends: true,
        test: {
          name: "database",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...UNIT, ...E2E],
          globalSetup: ["test/support/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: E2E,
          globalSetup: ["test/support/global-setup.ts"],
          // Each file starts a whole stack of its own; two cores carry one at a time.
          fileParallelism: false,
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
    ],
    setupFiles: ["test/support/setup.ts"],
    environment: "node",
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // Time limits are for hanging tests, so slow ones are only reported.
    slowTestThreshold: 2_000,
  },
});
