import pg from "pg";

/** What decides over the statements of one simulated process; found by the application name of its connections. */
export type StatementGuard = {
  /** What the statement becomes, for simulations of a broken app. */
  readonly rewrite?: ((text: string) => string) | undefined;
  /** Called before each statement: may wait, or throw `Killed`. */
  before(text: string): Promise<void> | void;
  /** The database has answered, or refused. */
  answered(): void;
  /** Called before the process hears of the answer: may throw `Killed`. */
  after(): void;
};

/** The process is dead: nothing that it was about to do happens any more. */
export class Killed extends Error {
  override readonly name = "Killed";
}

const guards = new Map<string, StatementGuard>();
const dead = new Set<string>();

export function guardStatements(applicationName: string, guard: StatementGuard): void {
  guards.set(applicationName, guard);
}

/** A dead process stays dead, whatever it still has under way. */
export function refuseStatements(applicationName: string): void {
  const die = () => {
    throw new Killed(applicationName);
  };
  guards.set(applicationName, { before: die, answered: () => undefined, after: die });
  dead.add(applicationName);
}

type Method = (this: pg.Client, ...parts: unknown[]) => unknown;
type Callback = (error: unknown, result?: unknown) => void;

const prototype = pg.Client.prototype as unknown as { query: Method; connect: Method };
const original = prototype.query;
const connect = prototype.connect;

function nameOf(client: pg.Client): string | undefined {
  return (client as unknown as { connectionParameters: { application_name?: string } }).connectionParameters
    .application_name;
}

prototype.connect = function (this: pg.Client, ...parts: unknown[]): unknown {
  const name = nameOf(this);
  if (name === undefined || !dead.has(name)) return connect.apply(this, parts);
  const [callback] = parts;
  const death = new Killed(name);
  if (typeof callback !== "function") return Promise.reject(death);
  (callback as Callback)(death);
  return undefined;
};

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return String((query as { text?: string } | null)?.text ?? "");
}

function withText(query: unknown, text: string): unknown {
  return typeof query === "string" ? text : { ...(query as object), text };
}

/**
 * Every statement that the driver sends passes here once this module is loaded. Connections without a guard are as ever, and so
 * are streams (`COPY`), whose beginning is a statement of its own transaction.
 */
prototype.query = function (this: pg.Client, ...parts: unknown[]): unknown {
  const name = nameOf(this);
  const guard = name === undefined ? undefined : guards.get(name);
  const isStream = typeof (parts[0] as { submit?: unknown } | null)?.submit === "function";
  if (guard === undefined || isStream) return original.apply(this, parts);

  const text = textOf(parts[0]);
  if (guard.rewrite !== undefined) parts[0] = withText(parts[0], guard.rewrite(text));
  const callback = typeof parts.at(-1) === "function" ? (parts.at(-1) as Callback) : null;
  const given = callback === null ? parts : parts.slice(0, -1);
  const run = async (): Promise<unknown> => {
    await guard.before(text);
    try {
      return await original.apply(this, given);
    } finally {
      guard.answered();
      guard.after();
    }
  };
  if (callback === null) return run();
  run().then(
    (result) => callback(null, result),
    (error: unknown) => callback(error),
  );
  return undefined;
};
