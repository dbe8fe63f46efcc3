import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { hireStaff, type Staff } from "./app/staff.ts";
import { runLife } from "./run-life.ts";

/** Lives that once found something: they are lived again for ever. Each is a seed and a number of steps. */
const REMEMBERED: readonly (readonly [seed: string, steps: number])[] = [
  ["1.3", 400], // an edit upwards that nobody has paid for yet
  ["1.8", 250], // an order that is deleted before anybody could ask when it was paid
  ["4.0", 150], // an edit's points live as long as those of the order
];
/** Fresh ones, another each time; FRESH_SEED repeats them. */
const FRESH_SEED = process.env["FRESH_SEED"] ?? String(Date.now());
const FRESH_LIVES = 4;
const FRESH_STEPS = 500;

let database: TestDatabase;
let staff: Staff;
beforeAll(async () => {
  database = await createTestDatabase();
  staff = await hireStaff(database.url);
});
afterAll(async () => {
  await staff.close();
  await database.drop();
});

describe("a store's life, simulated", () => {
  it.each(REMEMBERED)("life %s keeps every law for %i steps", async (seed, steps) => {
    const report = await runLife(staff, seed, steps);
    expect(report.steps).toBe(steps);
  });

  it.each(Array.from({ length: FRESH_LIVES }, (_, life) => `${FRESH_SEED}.${life}`))(
    `fresh life %s keeps every law (npm run simulate -- --seed ${FRESH_SEED} --life <the digit after the point> --life-steps ${FRESH_STEPS})`,
    { timeout: 180_000 },
    async (seed) => {
      const report = await runLife(staff, seed, FRESH_STEPS);
      expect(report.steps).toBe(FRESH_STEPS);
    },
  );

  it("the same seed lives the same life, step by step, to the same books", async () => {
    const seed = "twice.0";
    const told: string[][] = [[], []];
    const digests: string[] = [];
    for (const lines of told) {
      const other = await createTestDatabase();
      const crew = await hireStaff(other.url);
      digests.push((await runLife(crew, seed, 250, (line) => lines.push(line))).digest);
      await crew.close();
      await other.drop();
    }
    expect(told[1]).toEqual(told[0]);
    expect(digests[1]).toBe(digests[0]);
  });
});
