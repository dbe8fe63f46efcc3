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
          // Each file starts a whole stack of its own; two cores carry one at a time.
          fileParallelism: false,
          sequence: { groupOrder: 1 }, // after all others
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
    ],
    setupFiles: ["test/support/setup.ts"],
    environment: "node",
    // Limits are for tests that hang, on a busy machine too; slow ones are only reported.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    slowTestThreshold: 2_000,
  },
});
