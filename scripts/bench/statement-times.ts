import type { Pool, PoolClient } from "pg";

/** Measures, from outside, how long the statements of a pool take; `read` gives the seconds so far of those that are asked for. */
export function timeStatements(pool: Pool): { read(texts: readonly string[]): number } {
  const seconds = new Map<string, number>();
  pool.on("connect", (client: PoolClient) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const timed = (...given: unknown[]): unknown => {
      const [text] = given;
      const started = performance.now();
      const answer = query(...given);
      if (typeof text !== "string" || !(answer instanceof Promise)) return answer;
      return answer.finally(() =>
        seconds.set(text, (seconds.get(text) ?? 0) + (performance.now() - started) / 1000),
      );
    };
    Object.assign(client, { query: timed });
  });
  return { read: (texts) => texts.reduce((sum, text) => sum + (seconds.get(text) ?? 0), 0) };
}
