import pg from "pg";
import { createDatabase } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { BENCH_SHOP, type BenchServer, fillDueLots, freshDatabase } from "./bench-shop.ts";
import { median, type Row } from "./table.ts";

const LOTS_A_MEMBER = 10;
const DUE_ON = "2026-06-01T04:00:00Z";

/** Maturity and expiry of very many lots by the sweep, against a plain update of the same lots in a copy of their table. */
export async function benchDueLots(
  server: BenchServer,
  { runs, lots }: { runs: number; lots: number },
  say: (line: string) => void,
): Promise<Row[]> {
  const times = {
    mature: [] as number[],
    expire: [] as number[],
    matured: [] as number[],
    expired: [] as number[],
  };
  for (let round = 1; round <= runs; round++) {
    for (const [what, plain, set] of [
      ["mature", "matured", "matures_at = NULL"],
      ["expire", "expired", "remaining = 0, expired = remaining"],
    ] as const) {
      const url = await freshDatabase(server, "bench_due");
      const client = new pg.Client(url);
      await client.connect();
      await fillDueLots(client, lots / LOTS_A_MEMBER, LOTS_A_MEMBER, what, DUE_ON);
      await client.query(
        "CREATE TABLE plain_lots (LIKE lots INCLUDING ALL); INSERT INTO plain_lots SELECT * FROM lots",
      );
      await client.query("VACUUM ANALYZE plain_lots");
      await client.query("CHECKPOINT");
      times[plain].push(await seconds(() => client.query(`UPDATE plain_lots SET ${set}`)));
      await client.query("DROP TABLE plain_lots");
      await client.query("CHECKPOINT");
      times[what].push(await seconds(() => sweep(url)));
      const { rows } = await client.query<{ entries: number }>(
        "SELECT count(*)::int AS entries FROM entries WHERE kind = $1",
        [what],
      );
      await client.end();
      if (rows[0]?.entries !== lots) throw new Error(`${rows[0]?.entries} of ${lots} lots came due`);
    }
    say(
      `round ${round}: maturity ${at(times.mature)} s against ${at(times.matured)} s, expiry ${at(times.expire)} s against ${at(times.expired)} s`,
    );
  }
  const row = (figure: string, measured: readonly number[], anchor: readonly number[]): Row => ({
    figure: `${figure} of ${lots / 1000}k lots`,
    measured: `${median(measured).toFixed(1)} s`,
    anchor: `plain update ${median(anchor).toFixed(1)} s`,
    ratio: median(measured) / median(anchor),
    most: 2.3,
  });
  return [row("maturity", times.mature, times.matured), row("expiry", times.expire, times.expired)];
}

const at = (values: readonly number[]) => values.at(-1)!.toFixed(1);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function sweep(url: string): Promise<void> {
  const database = createDatabase(url);
  const clock = { now: () => new Date(DUE_ON) };
  await expirePoints(
    { ledger: createLedger(database), clock, wake: { metafields: () => undefined } },
    BENCH_SHOP,
  );
  await database.close();
}
