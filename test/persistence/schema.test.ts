import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runPrisma } from "../../scripts/prisma.ts";

const MIGRATIONS = "prisma/migrations";
const migrationFiles = readdirSync(MIGRATIONS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `${MIGRATIONS}/${entry.name}/migration.sql`);

describe("the database schema", () => {
  // Prisma's WebAssembly engine applies every migration to a database of its own: ten seconds of work on an idle machine.
  it("is the same in the migrations and in schema.prisma", { timeout: 180_000 }, async () => {
    const { exitCode, output } = await runPrisma([
      ...["migrate", "diff", "--from-migrations", MIGRATIONS],
      ...["--to-schema-datamodel", "prisma/schema.prisma", "--script", "--exit-code"],
    ]);
    expect(exitCode, `what is missing from the migrations:\n${output}`).toBe(0);
  });

  it.each(migrationFiles)("never goes back: %s undoes nothing", (file) => {
    const statements = readFileSync(file, "utf8").replace(/--.*$/gm, "");
    // Widen, backfill, then narrow in a later release, in a migration that says so in its first line.
    const narrowing = /\bDROP\s+(TABLE|COLUMN|TYPE)\b/i.test(statements);
    if (narrowing) expect(readFileSync(file, "utf8")).toMatch(/^-- narrows after \d{14}_/);
  });
});
