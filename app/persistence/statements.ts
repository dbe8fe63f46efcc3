import { createHash } from "node:crypto";
import pg, { type ClientBase, type Pool } from "pg";
import { invariant } from "#app/domain/shared/invariant.ts";
import { Prisma } from "./generated/client.ts";

/** What a store works on: the client, or the transaction that a use case opened. */
export type Db = {
  $queryRaw<Rows = unknown>(
    statement: TemplateStringsArray | Prisma.Sql,
    ...values: unknown[]
  ): Promise<Rows>;
  /** @returns the number of rows that were written. */
  $executeRaw(statement: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
};

/** Statements on one connection, or on any one of the pool, each prepared once and then run by its name. */
export function statementsOn(client: ClientBase | Pool): Db {
  const run = (statement: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const { text, values: parameters } = "raw" in statement ? Prisma.sql(statement, ...values) : statement;
    return client.query({ name: nameOf(text), text, values: [...parameters], types: TYPES });
  };
  return {
    async $queryRaw<Rows>(statement: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) {
      return (await run(statement, values)).rows as Rows;
    },
    async $executeRaw(statement, ...values) {
      return (await run(statement, values)).rowCount ?? 0;
    },
  };
}

const names = new Map<string, string>();
/** The statements of the stores are a few hundred; texts beyond that are put together from parts and not worth keeping. */
const NAMES_MAX = 500;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  names.set(text, name);
  return name;
}

/** As Prisma reads them: int8 as bigint, a day as its midnight in UTC. A numeric has to be cast, for it would lose digits. */
const PARSERS = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, BigInt],
  [pg.types.builtins.DATE, (day) => new Date(`${day}T00:00:00Z`)],
  [pg.types.builtins.NUMERIC, (digits) => invariant(false, `${digits}: cast numeric to bigint or float8`)],
]);

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number): unknown => PARSERS.get(oid) ?? pg.types.getTypeParser(oid),
};
