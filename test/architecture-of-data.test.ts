/**
 * What the sharding by shop rests on (docs/decisions/003): the keys of every table begin with `shop_id`, and every
 * statement names it.
 */
import pg from "pg";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { listSources, parse } from "./support/source-files.ts";

/** Tables whose shape is another's: Shopify's session storage and Prisma's record of migrations. pg-boss has a schema of its own. */
const NOT_OURS = ["sessions", "_prisma_migrations"];

const constants = readConstants();

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function listTables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1",
  );
  return rows.map(({ name }) => name).filter((name) => !NOT_OURS.includes(name));
}

describe("the keys of our tables", () => {
  it("exist: every table has a primary key", async () => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace",
    );
    const keyed = new Set(rows.map(({ name }) => name));
    const tables = await listTables();
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter((name) => !keyed.has(name) && !name.startsWith("staged_"))).toEqual([]);
  });

  it("begin with shop_id: primary, unique and foreign", async () => {
    const { rows } = await client.query<{
      table: string;
      key: string;
      column: string;
      target: string | null;
    }>(`
      SELECT conrelid::regclass::text AS table, conname AS key, a.attname AS column, b.attname AS target
      FROM pg_constraint
      JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
      LEFT JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
      WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace`);
    const broken = rows.filter(
      ({ table, column, target }) =>
        !NOT_OURS.includes(table) && (column !== "shop_id" || (target !== null && target !== "shop_id")),
    );
    expect(broken).toEqual([]);
  });

  it("begin with shop_id also where a unique index stands for a key", async () => {
    const { rows } = await client.query<{ table: string; index: string; column: string }>(`
      SELECT indrelid::regclass::text AS table, indexrelid::regclass::text AS index, a.attname AS column
      FROM pg_index
      JOIN pg_class c ON c.oid = indrelid AND c.relnamespace = 'public'::regnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = indkey[0]
      WHERE indisunique`);
    expect(rows.filter(({ table, column }) => !NOT_OURS.includes(table) && column !== "shop_id")).toEqual([]);
  });
});

describe("the statements", () => {
  it("name the shop: each one of app/persistence that touches a table of ours", async () => {
    const tables = await listTables();
    const touches = new RegExp(
      `\\b(FROM|JOIN|INTO|UPDATE|COPY|TABLE)\\s+(ONLY\\s+)?"?(${tables.join("|")})\\b`,
      "i",
    );
    const statement = /^\s*(--.*\n\s*)*(SELECT|INSERT|UPDATE|DELETE|WITH|COPY|MERGE|TRUNCATE)\b/i;
    const found = listSources("app/persistence").flatMap((file) =>
      listTexts(file).map((text) => ({ file, text })),
    );
    const ours = found.filter(({ text }) => statement.test(text) && touches.test(text));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ text }) => !/shop_id|shopId/.test(text))).toEqual([]);
  });
});

/** Strings and templates of a file; of what a template inserts, the source, and for a constant the source of its value. */
function listTexts(file: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node)) {
      const source = node.getText().slice(1, -1);
      texts.push(
        source.replace(/\$\{([A-Z_]+)\}/g, (inserted, name: string) => constants.get(name) ?? inserted),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return texts;
}

function readConstants(): Map<string, string> {
  return new Map(
    listSources("app/persistence").flatMap((file) =>
      parse(file)
        .statements.filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => [...declarationList.declarations])
        .map(
          (declaration) => [declaration.name.getText(), declaration.initializer?.getText() ?? ""] as const,
        ),
    ),
  );
}
