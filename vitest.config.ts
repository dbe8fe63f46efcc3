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
      // Pure code: its modules are loaded once a worker, not once a file.
      { extends: true, test: { name: "unit", include: UNIT, isolate: false } },
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
          // Each file starts a whole stack of its own. One waits for its jobs and its clock as long as it computes.
          maxWorkers: 2,
          sequence: { groupOrder: 1 }, // after all others
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
    ],
    maxWorkers: "100%", // of the cores
    setupFiles: ["test/support/setup.ts"],
    environment: "node",
    expect: { poll: { timeout: 30_000 } },
    // Limits are for tests that hang, on a busy machine too; slow ones are only reported.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    slowTestThreshold: 2_000,
  },
});
