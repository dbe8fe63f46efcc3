import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#test/support/database.ts";
import { hireStaff } from "./app/staff.ts";
import { FAULTS } from "./faults.ts";
import { LifeFailed, runLife } from "./run-life.ts";

/** Enough for each fault to meet what it spoils, within one of these lives. */
const LIVES = 6;
const STEPS = 400;

describe("a law that is broken on purpose", () => {
  it.each(FAULTS.map((fault) => [fault.law, fault.what, fault] as const))(
    "%s: %s, and the simulation says so",
    { timeout: 240_000 },
    async (_law, _what, fault) => {
      const database = await createTestDatabase();
      const staff = await hireStaff(database.url, fault);
      try {
        await expect(
          (async () => {
            for (let life = 0; life < LIVES; life++) await runLife(staff, `7.${life}`, STEPS);
          })(),
        ).rejects.toThrow(LifeFailed);
      } finally {
        await staff.close();
        await database.drop();
      }
    },
  );
});
